-- The value score: loyalty, spending and credit, each from 0 to 100, and what they make together.
-- src/scores/score-party.ts does the same for one party, and a test holds the two equal.
with value_scores as (
    {{ param('value_scores') }}
)

select * from value_scores
