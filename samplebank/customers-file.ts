import { yuan } from './calendar.ts'
import { draw } from './draw.ts'
import { creditCode, phoneNumber, residentId } from './identifiers.ts'
import { branches, firmLetters, givenFemale, givenMale, surnames, trades } from './names.ts'
import { customerNo } from './products.ts'

/** SQL of the customers' file from their traits. Names are made up; a chance likeness is one. */
export function customersFileSql(traits: string): string {
    const resident = residentId({ i: 'i', birthDate: 'birth_date', isMale: 'is_male' })
    return `
with traits as (
    select
        *,
        ${draw('key', 'trade', trades.length)} as trade,
        ${pick(
            branches.map(({ city }) => city),
            'branch',
        )} as city
    from ${traits} of_chunk
),

customers as (
    select
        ${customerNo('i')} as customer_no,
        case when is_person then 'person' else 'company' end as kind,
        case when is_person then ${personName()} else ${firmName()} end as name,
        case when is_person then ${resident} else ${creditCode('i')} end as id_number,
        ${phoneNumber('i')} as phone,
        case when is_person and ${draw('key', 'birth_known', 100)} > 0 then birth_date end
            as birth_date,
        case when is_person then case when is_male then 'male' else 'female' end end as sex,
        ${pick(
            branches.map(({ name }) => name),
            'branch',
        )} as branch,
        ${pick(
            branches.map(({ region }) => region),
            'branch',
        )} as region,
        case when not is_person then ${pick(
            trades.map(({ industry }) => industry),
            'trade',
        )} end
            as industry,
        case
            when ${draw('key', 'agreement', 1000)} < 5 then null
            else is_person and level >= 500000000 and ${draw('key', 'agreement', 1000)} < 850
        end as private_banking_agreement,
        case when not is_person then ${annualSales()} end as annual_sales,
        open_date as opened_on
    from traits
)

select * from customers`
}

/** A year of what comes in, more or less, in whole thousand yuan; of a few it is unknown. */
function annualSales(): string {
    const year = '(case when income > 0 then income * 12 else level * 2 end)'
    const noisy = `${year} * (850 + ${draw('key', 'sales', 300)}) // 1000`
    const isKnown = `${draw('key', 'sales_known', 100)} >= 4`
    return `case when ${isKnown} then ${yuan(`(${noisy}) // 100000 * 100000`)} end`
}

function personName(): string {
    const given = (purpose: 'given_first' | 'given_second'): string =>
        `case when is_male then ${letter(givenMale, draw('key', purpose, givenMale.length))} ` +
        `else ${letter(givenFemale, draw('key', purpose, givenFemale.length))} end`
    const surname = letter(surnames, draw('key', 'surname', surnames.length))
    const hasTwo = `${draw('key', 'given_length', 100)} < 70`
    const second = `case when ${hasTwo} then ${given('given_second')} else '' end`
    return `${surname} || ${given('given_first')} || ${second}`
}

function firmName(): string {
    const first = letter(firmLetters, draw('key', 'firm_first', firmLetters.length))
    const second = letter(firmLetters, draw('key', 'firm_second', firmLetters.length))
    const trade = pick(
        trades.map(({ word }) => word),
        'trade',
    )
    return `city || ${first} || ${second} || ${trade} || '有限公司'`
}

function letter(letters: string, at: string): string {
    return `substr('${letters}', 1 + ${at}, 1)`
}

function pick(texts: readonly string[], at: string): string {
    return `[${texts.map((text) => `'${text}'`).join(', ')}][1 + ${at}]`
}
