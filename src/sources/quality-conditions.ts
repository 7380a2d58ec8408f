import {
    creditCharacters,
    creditWeights,
    residentChecks,
    residentWeights,
} from './check-characters.ts'
import type { ContractColumn } from './contract.ts'
import { literal } from './sql-text.ts'

/** A check of one column's values in the SQL of DuckDB: which are looked at, which fail. */
export type ValueCheck = { readonly looked: string; readonly fails: string }

/** An identity number in SQL: its text, and {@link seventeenDigits} of it, worked out once. */
export type IdNumberSql = { readonly value: string; readonly body: string }

/**
 * SQL of the first 17 characters as a whole number, whose digits are found quicker by far than
 * those of a text; null where they are none.
 */
export function seventeenDigits(value: string): string {
    return `try_cast(left(${value}, 17) as bigint)`
}

/**
 * SQL of the check digit of an 18-character number: of a resident identity number (GB 11643-1999,
 * ISO 7064 MOD 11-2) or of a unified social credit code (GB 32100-2015, powers of 3 modulo 31).
 * Numbers of other lengths are passports and the like, which have none.
 */
export function checkDigit({ value, body }: IdNumberSql): ValueCheck {
    const isResident = `(${isSeventeenDigits(body)} and ${residentFits({ value, body })})`
    return {
        looked: `length(${value}) = 18`,
        fails: `not (case when ${isResident} then true else ${creditCodeFits(value)} end)`,
    }
}

/** No identity number begins with 0, so that a shorter number is none. */
function isSeventeenDigits(body: string): string {
    return `coalesce(${body} >= 10000000000000000, false)`
}

function residentFits({ value, body }: IdNumberSql): string {
    const sum = residentWeights
        .map((weight, at) => `${weight} * (${body} // 1${'0'.repeat(16 - at)} % 10)`)
        .join(' + ')
    return `upper(right(${value}, 1)) = substr('${residentChecks}', 1 + (${sum}) % 11, 1)`
}

function creditCodeFits(value: string): string {
    const text = `upper(${value})`
    const sum = creditWeights
        .map((weight, at) => {
            return `${weight} * (strpos('${creditCharacters}', substr(${text}, ${at + 1}, 1)) - 1)`
        })
        .join(' + ')
    const isForm = `regexp_full_match(${text}, '[0-9A-HJ-NPQRTUWXY]{18}')`
    const last = `substr('${creditCharacters}', 1 + (31 - (${sum}) % 31) % 31, 1)`
    return `(${isForm} and right(${text}, 1) = ${last})`
}

/** What clerks write where they know nothing. */
const unknownWords = [
    ...['测试', '測試', '无', '無', '未知', '不详', '不詳', '待补', '待補', '暂无', '暫無'],
    ...['test', 'null', 'none', 'n/a', 'na'].flatMap((word) => [
        word,
        word.toUpperCase(),
        word.charAt(0).toUpperCase() + word.slice(1),
    ]),
]
const unknownDays = ['1900-01-01', '1901-01-01', '1911-01-01', '9999-12-31']
const unknownPhones = ['13800138000', '10086', '10010', '10000']
const unknownMails = ['a', 'abc', 'test', 'none', 'no', '123', '123456'].flatMap((user) =>
    ['a', 'abc', 'test', 'none', '123', '163', 'qq'].map((host) => `${user}@${host}.com`),
)

/**
 * Whether a personal value is one that stands for none: a number of one repeated digit, the phone
 * number 13800138000, a name 测试, a birth on 1900-01-01. Null where its class has no such values.
 * Lists of constants are looked up at once; patterns would take ten times as long.
 */
export function placeholder(column: ContractColumn, value: string): ValueCheck | null {
    const looked = `${value} is not null`
    const isText = column.type.name === 'varchar'
    switch (column.pii) {
        case 'id_number': {
            if (!isText) return null
            const isRun = `left(${value}, 14) in ${listOf(runsOf(14))}`
            return { looked, fails: `(length(${value}) < 6 or ${isRun})` }
        }
        case 'phone': {
            if (!isText) return null
            const bare = `translate(${value}, '+-() ', '')`
            const digits = `(case when length(${value}) = 11 then ${value} else ${bare} end)`
            const known = `${digits} in ${listOf(unknownPhones)}`
            const tail = `right(${digits}, 8) in ${listOf(runsOf(8))}`
            return { looked, fails: `(length(${digits}) < 5 or ${known} or ${tail})` }
        }
        case 'name':
        case 'address': {
            if (!isText) return null
            const word = `${value} in ${listOf(unknownWords)}`
            // Letters come after digits and signs: most values are through at their first one.
            const bare = `translate(${value}, '-*#?.0123456789 ', '') = ''`
            const signs = `(case when ascii(${value}) < 64 then ${bare} else false end)`
            return { looked, fails: `(${word} or ${signs})` }
        }
        case 'email': {
            if (!isText) return null
            // Without a sign between user and host nothing reaches anybody.
            const isNone = `strpos(${value}, '@') < 2`
            return { looked, fails: `(${isNone} or lower(${value}) in ${listOf(unknownMails)})` }
        }
        case 'birth_date': {
            if (column.type.name !== 'date') return null
            const days = unknownDays.map((day) => `date '${day}'`).join(', ')
            return { looked, fails: `(${value} < date '1900-01-01' or ${value} in (${days}))` }
        }
        case 'sensitive':
        case null:
            return null
    }
}

function listOf(texts: readonly string[]): string {
    return `(${texts.map(literal).join(', ')})`
}

/** All texts of one repeated digit, and of digits that count up or down, of a length. */
function runsOf(length: number): readonly string[] {
    const up = '1234567890'.repeat(4)
    const down = '9876543210'.repeat(4)
    return Array.from({ length: 10 }, (_, digit) => digit).flatMap((digit) => [
        String(digit).repeat(length),
        up.slice(digit, digit + length),
        down.slice(digit, digit + length),
    ])
}

/** Whether the birth date of a row is the one in its resident identity number. */
export function birthDateFits({ value, body }: IdNumberSql, birthDate: string): ValueCheck {
    const isResident = `length(${value}) = 18 and ${isSeventeenDigits(body)}`
    const day = `year(${birthDate}) * 10000 + month(${birthDate}) * 100 + day(${birthDate})`
    return {
        looked: `(${birthDate} is not null and ${isResident})`,
        fails: `${body} // 1000 % 100000000 <> ${day}`,
    }
}
