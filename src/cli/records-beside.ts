import { traitOfField } from '#features/sensitive-traits.ts'
import { parseRecordKey } from '#identity/record-key.ts'
import { sayKind, sayLevel } from '#identity/say-comparison.ts'
import { knownRecords } from '#pipeline/identity/find-records.ts'
import { type LinkedRecord, partyEvidence } from '#pipeline/identity/party-evidence.ts'
import { resolveParties } from '#pipeline/identity/resolve-parties.ts'
import { type ShownField, shownFields } from '#pipeline/identity/shown-fields.ts'
import type { Session } from './bank-session.ts'
import type { Frame } from './run-command.ts'
import { sayOrigin, sayShown, withheldValue } from './say-origin.ts'
import { renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'
import { viewerOf } from './viewer.ts'

/** How many reasons a line tells. */
const levelsShown = 3

/** The records of a party, and which of them tells what is shown of it. */
export type PartyRecords = {
    readonly records: readonly LinkedRecord[]
    /** By the last run; of a party of one record nothing. */
    readonly shown: readonly ShownField[]
}

/** The records of a party as they are now; null where every record is a party of its own. */
export async function recordsBeside(
    session: Session,
    partyId: string,
): Promise<PartyRecords | null> {
    const { context } = session
    if ((await resolveParties(context)) === null) return null
    const known = await knownRecords(context)
    const records = await partyEvidence(context, { known, partyId: BigInt(partyId) })
    const [first, ...others] = records
    const record = parseRecordKey(first?.recordKey ?? '')
    if (record === null || others.length === 0) return { records, shown: [] }
    const { isCompliance } = viewerOf(session)
    const shown = (await shownFields(context, record)).map((one) =>
        isCompliance || traitOfField(one.field) === null ? one : { ...one, value: withheldValue },
    )
    return { records, shown }
}

/** The same for `--json`. */
export function recordsJson(
    { say }: Frame,
    { records, shown }: PartyRecords,
): Readonly<Record<string, unknown>> {
    return {
        shown,
        records: records.map(({ recordKey, name, link, decision }) => ({
            ...{ record: recordKey, name },
            link:
                link === null
                    ? null
                    : {
                          ...link,
                          levels: link.levels.map(({ kind, level, weight }) => ({
                              ...{ kind, level, weight },
                              says: `${sayKind(kind, say)}: ${sayLevel(level, say)}`,
                          })),
                      },
            decision: decision === null ? null : decision.no,
        })),
    }
}

/** One line a record, with why it belongs to the party. */
export function recordLines(frame: Frame, beside: PartyRecords | null): readonly string[] {
    const { say, paint, width } = frame
    const records = beside?.records ?? []
    if (beside === null || records.length < 2) return []
    const title = say('cli.explain.records', { count: records.length })
    const lines = records.map((one) => {
        const name = one.name === null ? '' : ` ${one.name}`
        return `  ${one.recordKey}${name}  ${reasonOf(frame, one)}`.trimEnd()
    })
    const [, second] = records
    const [first] = records
    const next =
        first === undefined || second === undefined
            ? []
            : [
                  say('cli.explain.records_next', {
                      ...{ one: first.recordKey, other: second.recordKey },
                      data: frame.dataFlag,
                  }),
              ]
    return [
        paint('strong', title),
        ...lines.flatMap((line) => wrapText(line, width)),
        ...next.flatMap((line) => wrapText(line, width)).map((line) => paint('soft', line)),
        ...shownLines(frame, beside.shown),
    ]
}

/** A line a field: what is shown, the record that tells it, and by which rule. */
function shownLines(frame: Frame, shown: readonly ShownField[]): readonly string[] {
    const { say, paint, width } = frame
    if (shown.length === 0) return []
    const titles = ['field', 'value', 'record', 'why'] as const
    const table = renderTable({
        columns: titles.map((title) => ({
            title: say(`cli.field.column.${title}`),
            isFlexible: title === 'value',
        })),
        rows: shown.map((one) => [
            say(`cli.field.of.${one.field}`),
            sayShown(one, say),
            plainText(one.record),
            sayOrigin(one.reason, say),
        ]),
        width,
        paint,
    })
    return ['', paint('strong', say('cli.explain.shown')), ...table.split('\n')]
}

function reasonOf({ say }: Frame, { link, decision }: LinkedRecord): string {
    if (decision !== null) {
        const { no: number, actor: by, reason } = decision
        return say('cli.explain.record_decided', { number, by, reason })
    }
    if (link === null) return ''
    const declared = link.isDeclared ? [say('cli.identity.explain.declared')] : []
    const levels = link.levels
        .slice(0, levelsShown)
        .map(({ kind, level }) => `${sayKind(kind, say)}: ${sayLevel(level, say)}`)
    return [...declared, ...levels].join(' · ')
}
