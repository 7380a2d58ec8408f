import { lastDayOf, parseMonth } from '#domain/month.ts'
import type { PublishingContext } from '#pipeline/publish-run.ts'
import type { ScopeAsked } from '#pipeline/report/find-scope.ts'
import { lastRelation } from '#pipeline/report/last-relation.ts'
import { reportBank } from '#pipeline/report/report-bank.ts'
import { readClose } from '#serving/read-closes.ts'
import { readList } from '#serving/read-list.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import { anyone } from '#serving/withhold.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { reopen } from '../pipeline/closing-bank.ts'
import { centsOf } from './traced-parties.ts'

/** Reads reports and the rows behind them from inside a bank. */
export type ReportDesk = {
    readonly report: (scope: ScopeAsked) => Promise<ReportSummary>
    /** Reports of all units just below the head office. */
    readonly reportsOfBranches: () => Promise<readonly ReportSummary[]>
    readonly units: (level: string) => Promise<readonly Unit[]>
    /** Customers of the ladder whose record names no branch, and their assets. */
    readonly withoutBranch: () => Promise<{ readonly parties: number; readonly cents: bigint }>
    /** Whom each manager looks after at the end of a month, reckoned without SQL. */
    readonly booksByLoop: (month: string) => Promise<readonly Book[]>
    /** How many of these parties the ladder's last close tiers. */
    readonly onLadder: (parties: ReadonlySet<string>) => Promise<number>
    readonly close: () => Promise<void>
}

/** A unit of the organisation. */
export type Unit = { readonly key: string; readonly name: string }

/** A manager's book: the ids of its parties, and the keys of their records. */
export type Book = {
    readonly key: string
    readonly parties: ReadonlySet<string>
    readonly recordKeys: ReadonlySet<string>
}

const ladder = 'wealth'

/** Opens the sample bank of a data folder. */
export async function openReportDesk(data: string): Promise<ReportDesk> {
    const { bank, context } = await reopen({ data, files: '' })
    const rowsOf = async (model: string): Promise<readonly Row[]> => {
        const relation = await lastRelation(context, model)
        if (relation === null) throw new Error(`nobody has built ${model}`)
        return await context.warehouse.rows(`select * from ${relation} rows`)
    }
    const report = (scope: ScopeAsked): Promise<ReportSummary> =>
        reportBank(context, { ladder, month: null, scope, isDemo: true })
    const units = async (level: string): Promise<readonly Unit[]> =>
        (await rowsOf('identity.organisation_units'))
            .filter((row) => row.level === level)
            .map((row) => ({ key: String(row.source_key), name: String(row.name) }))
            .sort((one, two) => Number(one.key) - Number(two.key))
    const listed = (): ReturnType<typeof allListed> => allListed(context)
    return {
        report,
        units,
        reportsOfBranches: async () => {
            const parts: ReportSummary[] = []
            for (const { key } of await units('branch')) {
                const part = await orNobody(report({ kind: 'branch', text: key }))
                if (part !== null) parts.push(part)
            }
            return parts
        },
        withoutBranch: async () => {
            const without = (await listed()).filter(({ branch }) => branch === null)
            const cents = without.reduce((sum, { assignment }) => {
                return sum + centsOf(assignment.assets ?? null)
            }, 0n)
            return { parties: without.length, cents }
        },
        booksByLoop: async (month) => {
            const day = lastDayOf(parseMonth(month) ?? 0)
            return booksOf(day, {
                books: await rowsOf('identity.books'),
                staff: await rowsOf('identity.staff'),
                links: await rowsOf('identity.record_links'),
                map: await rowsOf('identity.party_map'),
                parties: await rowsOf('identity.parties'),
            })
        },
        onLadder: async (parties) =>
            (await listed()).filter(({ partyId }) => parties.has(partyId)).length,
        close: () => bank.close(),
    }
}

async function allListed({ db }: PublishingContext) {
    const close = await readClose(db, { ladder, month: null })
    const question = { close, kind: 'all', tier: null, limit: 100_000, viewer: anyone } as const
    const { parties } = await readList(db, question)
    return parties.filter(({ assignment }) => assignment.earnedCause !== 'left')
}

/** A unit whose branches keep nobody has no report. */
async function orNobody(report: Promise<ReportSummary>): Promise<ReportSummary | null> {
    try {
        return await report
    } catch (cause) {
        if (String(cause).includes('report_branch_empty')) return null
        throw cause
    }
}

function booksOf(
    day: string,
    rows: Readonly<Record<'books' | 'staff' | 'links' | 'map' | 'parties', readonly Row[]>>,
): readonly Book[] {
    const partyOf = new Map(rows.map.map((row) => [row.record_id, String(row.party_id)]))
    // A client without an account is nobody's customer yet.
    const customers = new Map(
        rows.parties.map((row) => [String(row.party_id), String(row.record_key)]),
    )
    const found: Book[] = []
    for (const member of rows.staff) {
        const parties = new Set<string>()
        for (const book of rows.books) {
            const [from, until] = [String(book.from_date), book.until_date]
            if (book.staff_id !== member.staff_id || book.role !== 'main') continue
            if (from > day || (until !== null && String(until) < day)) continue
            const linked = rows.links.filter((link) => link.record_id === book.record_id)
            for (const record of [book.record_id, ...linked.map((link) => link.linked_record_id)]) {
                const party = partyOf.get(record ?? null)
                if (party !== undefined && customers.has(party)) parties.add(party)
            }
        }
        const recordKeys = new Set([...parties].map((party) => customers.get(party) ?? ''))
        if (parties.size > 0) found.push({ key: String(member.source_key), parties, recordKeys })
    }
    return found
}
