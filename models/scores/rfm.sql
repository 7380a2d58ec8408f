-- Recency, frequency and monetary value in fifths of the population.
-- src/scores/grade-party.ts does the same for one party, and a test holds the two equal.
with rfm as (
    {{ param('rfm') }}
)

select * from rfm
