import { draw } from './draw.ts'
import { customerNo } from './products.ts'

/** Why customers stand on the lists; the bank keeps it to itself. */
const reasons = {
    red: ['重点客户', '战略合作单位', '社会公众人物', '重大项目关系人'],
    black: ['被执行人', '涉嫌欺诈', '恶意拖欠', '可疑交易'],
} as const

/**
 * SQL of the lists' file from the traits of customers: two in a thousand are important, one is to
 * be kept at a distance. Some listings have ended, whatever became of the customer.
 */
export function listsFileSql(traits: string): string {
    const drawn = draw('key', 'list', 1000)
    const since = `date '2022-06-01' + cast(${draw('key', 'listed_on', 1200)} as integer)`
    const days = `cast(90 + ${draw('key', 'listed_days', 600)} as integer)`
    return `
with drawn as (
    select
        *,
        ${drawn} as drawn,
        greatest(open_date, ${since}) as listed_on
    from ${traits} of_chunk
),

listed as (
    select
        ${customerNo('i')} as customer_no,
        case when drawn < 2 then 'red' else 'black' end as list,
        listed_on,
        case when ${draw('key', 'is_listing_ended', 100)} < 40 then listed_on + ${days} end
            as ending_on,
        case when drawn < 2 then ${pick('red')} else ${pick('black')} end as reason
    from drawn
    where drawn < 3
)

select
    customer_no,
    list,
    listed_on,
    case when ending_on <= date '2025-12-31' then ending_on end as ended_on,
    reason
from listed`
}

function pick(list: keyof typeof reasons): string {
    const texts = reasons[list]
    const quoted = texts.map((text) => `'${text}'`).join(', ')
    return `[${quoted}][1 + ${draw('key', 'list_reason', texts.length)}]`
}
