-- Where the values of a month stand among those of the population that is compared with one
-- another: what scores by place are worked out from, for all parties and for one alone.
with break_points as (
    {{ param('break_points') }}
)

select * from break_points
