-- How parties behave: the first kind of the scorecard whose condition is true.
with behaviours as (
    {{ param('behaviours') }}
)

select * from behaviours
