import { formatMonth, lastDayOf, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { BuiltContext } from '../bank-context.ts'
import type { FoundPart } from './found-scope.ts'
import { lastRelation } from './last-relation.ts'
import { likelyName } from './likely-name.ts'

/** A member of staff who looks after somebody. */
type Manager = {
    readonly staffId: bigint
    readonly key: string
    readonly system: string
    readonly name: string
}

/** How many names a refusal tells. */
const toldMax = 12

/**
 * The book of a relationship manager, by number, by name where only one is so called, or by
 * `system:staff:number`: the parties whom somebody looks after as the main one on the last day of
 * the month. A record of another system stands for the record that it says it is. Refuses with
 * `pipeline.report_no_books` where no run has built books, `pipeline.report_manager_unknown`,
 * `pipeline.report_manager_twice` and `pipeline.report_book_empty`.
 */
export async function findBook(
    context: BuiltContext,
    { text, month }: { readonly text: string; readonly month: Month },
): Promise<FoundPart> {
    const { warehouse } = context
    const read = async (model: string): Promise<string> =>
        (await lastRelation(context, model)) ??
        refuse('pipeline.report_no_books', { month: formatMonth(month) })
    const relations = {
        books: await read('identity.books'),
        staff: await read('identity.staff'),
        map: await read('identity.party_map'),
        parties: await read('identity.parties'),
        links: await lastRelation(context, 'identity.record_links'),
    }
    const manager = await findManager(context, { text, month, relations })
    const parties = bookSql(relations, { month, staffId: manager.staffId })
    const rows = await warehouse.rows(`select party_id from ${parties} book order by party_id`)
    const name = manager.name
    if (rows.length === 0) {
        refuse('pipeline.report_book_empty', { manager: name, month: formatMonth(month) })
    }
    return {
        scope: { kind: 'manager', id: manager.key, name },
        among: {
            kind: 'parties',
            partyIds: rows.map((row) => BigInt(String(row.party_id))),
        },
        parties,
    }
}

type Relations = {
    readonly books: string
    readonly staff: string
    readonly map: string
    readonly parties: string
    readonly links: string | null
}

async function findManager(
    { warehouse }: BuiltContext,
    asked: { readonly text: string; readonly month: Month; readonly relations: Relations },
): Promise<Manager> {
    const { books, staff } = asked.relations
    const rows = await warehouse.rows(
        `select staff_id, system, source_key, name from ${staff} staff
        where staff_id in (select staff_id from ${books} books)
        order by system, source_key`,
    )
    const managers = rows.map(
        (row): Manager => ({
            staffId: BigInt(String(row.staff_id)),
            key: String(row.source_key),
            system: String(row.system),
            name: String(row.name),
        }),
    )
    const month = formatMonth(asked.month)
    if (managers.length === 0) refuse('pipeline.report_no_books', { month })
    const text = asked.text.trim()
    const found = managers.filter(({ key, system, name }) =>
        [key, name, `${system}:staff:${key}`].includes(text),
    )
    const [first] = found
    if (first === undefined) {
        const names = managers.flatMap(({ key, name }) => [key, name])
        return refuse('pipeline.report_manager_unknown', {
            manager: text,
            nearest: likelyName(text, names),
            some: managers.slice(0, toldMax).map(labelOf).join(', '),
            all: managers.length,
        })
    }
    if (found.length > 1) {
        const some = found.map(({ key, system }) => `${system}:staff:${key}`).join(', ')
        refuse('pipeline.report_manager_twice', { manager: text, count: found.length, some })
    }
    return first
}

function labelOf({ key, name }: Manager): string {
    return `${key} ${name}`
}

function bookSql(
    { books, map, parties, links }: Relations,
    { month, staffId }: { readonly month: Month; readonly staffId: bigint },
): string {
    const day = `date '${lastDayOf(month)}'`
    const linked =
        links === null
            ? ''
            : `
    union
    select links.linked_record_id as record_id
    from ${links} links
    join ${books} books on books.record_id = links.record_id
    where books.staff_id = ${staffId} and books.role = 'main'
        and books.from_date <= ${day} and coalesce(books.until_date, ${day}) >= ${day}`
    return `(
    select distinct parties.party_id from (
    select books.record_id
    from ${books} books
    where books.staff_id = ${staffId} and books.role = 'main'
        and books.from_date <= ${day} and coalesce(books.until_date, ${day}) >= ${day}${linked}
    ) kept
    join ${map} party_map on party_map.record_id = kept.record_id
    join ${parties} parties on parties.party_id = party_map.party_id
)`
}
