-- How customers hang together: the relations of all systems, read through the party map. What lies
-- between two records of one party is no relation: said by nullif, because engines take `<>` for a
-- condition to join by and pair all customers with all.
with relations as (
    select * from {{ ref('identity.relations') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

records as (
    select record_id, system from {{ ref('identity.records') }}
),

related_parties as (
    select
        relations.relation_id,
        holders.party_id as from_party_id,
        others.party_id as to_party_id,
        relations.to_record_id,
        relations.kind,
        relations.share,
        relations.amount_yearly,
        relations.from_date,
        relations.until_date,
        records.system
    from relations
    join party_map holders on holders.record_id = relations.from_record_id
    join party_map others on others.record_id = relations.to_record_id
    join records on records.record_id = relations.from_record_id
    where nullif(holders.party_id, others.party_id) is not null
)

select * from related_parties
