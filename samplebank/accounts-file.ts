import { dateOf, monthsCount } from './calendar.ts'
import { houseMonths, loanMonths, rollMonths } from './money.ts'
import {
    accountNo,
    currencyOf,
    customerNo,
    openDate,
    openDay,
    type Product,
    products,
} from './products.ts'

/** SQL of the accounts' file from the traits of customers, product by product. */
export function accountsFileSql(traits: string): string {
    return products.map((product) => accountsOf(product, traits)).join('\nunion all\n')
}

function accountsOf(product: Product, traits: string): string {
    return `select
    ${accountNo('i', product.slot)} as account_no,
    ${customerNo('i')} as customer_no,
    '${product.product}' as product,
    ${currencyOf(product.name)} as currency,
    ${openDate(product)} as opened_on,
    left_date as closed_on,
    ${maturity(product)} as matures_on
from ${traits} traits
where ${product.name}_from is not null`
}

/** The next day on which a term ends after the last month, or the day on which a loan is due. */
function maturity(product: Product): string {
    const { name } = product
    const on = (step: string): string =>
        `case when left_date is null then ${dateOf(step, openDay(product))} end`
    switch (name) {
        case 'term':
        case 'wealth': {
            const length = rollMonths[name]
            return on(
                `${name}_from + ((${monthsCount - 1} - ${name}_from) // ${length} + 1) * ${length}`,
            )
        }
        case 'mortgage':
            return on(`mortgage_from + ${houseMonths}`)
        case 'loan':
            return on(`loan_from + ${loanMonths}`)
        default:
            return 'cast(null as date)'
    }
}
