import { sayKind, sayLevel } from '#identity/say-comparison.ts'
import { knownRecords } from '#pipeline/identity/find-records.ts'
import { type LinkedRecord, partyEvidence } from '#pipeline/identity/party-evidence.ts'
import { resolveParties } from '#pipeline/identity/resolve-parties.ts'
import type { Session } from './bank-session.ts'
import type { Frame } from './run-command.ts'
import { wrapText } from './terminal/text-fit.ts'

/** How many reasons a line tells. */
const levelsShown = 3

/** The records of a party as they are now; null where every record is a party of its own. */
export async function recordsBeside(
    { context }: Session,
    partyId: string,
): Promise<readonly LinkedRecord[] | null> {
    if ((await resolveParties(context)) === null) return null
    const known = await knownRecords(context)
    return await partyEvidence(context, { known, partyId: BigInt(partyId) })
}

/** The same for `--json`. */
export function recordsJson(
    { say }: Frame,
    records: readonly LinkedRecord[],
): Readonly<Record<string, unknown>> {
    return {
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
export function recordLines(frame: Frame, records: readonly LinkedRecord[]): readonly string[] {
    const { say, paint, width } = frame
    if (records.length < 2) return []
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
    ]
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
