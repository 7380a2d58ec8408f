import { refuse } from '#domain/result.ts'
import { chanceOfWeight, weightOfChance } from '#identity/learn/match-model.ts'
import { sayKind, sayLevel } from '#identity/say-comparison.ts'
import {
    explainPair,
    type FieldEvidence,
    type PairEvidence,
} from '#pipeline/identity/explain-pair.ts'
import { findRecord, knownRecords, type NamedRecord } from '#pipeline/identity/find-records.ts'
import { readDecisions, type ToldDecision } from '#pipeline/identity/read-decisions.ts'
import { withBank } from './bank-session.ts'
import type { Frame } from './run-command.ts'
import { maskedPlaceholder } from './terminal/masked-placeholder.ts'
import { weightBar } from './terminal/matching-text.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

type Pair = readonly [NamedRecord, NamedRecord]

/** `tong identity explain A B`: why two records are one, or why they are not. */
export async function explainRecords(
    frame: Frame,
    texts: readonly [string, string],
): Promise<void> {
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const known = await knownRecords(context)
        const pair: Pair = [
            await findRecord(context, { known, text: texts[0] }),
            await findRecord(context, { known, text: texts[1] }),
        ]
        if (pair[0].recordId === pair[1].recordId) {
            refuse('identity.same_record', { record: texts[0] })
        }
        const { resolution } = known
        const evidence =
            resolution === null ? null : await explainPair(context, { resolution, pair })
        const decisions = (await readDecisions(context.db)).filter((one) => speaksOf(one, pair))
        const told = { pair, evidence, decisions }
        frame.answer({ json: jsonOf(frame, told), text: () => textOf(frame, told) })
    })
}

type Told = {
    readonly pair: Pair
    /** Null where no matching has compared records of this kind. */
    readonly evidence: PairEvidence | null
    /** Decisions that speak of these two records, the first one first. */
    readonly decisions: readonly ToldDecision[]
}

function speaksOf({ left, right }: ToldDecision, [one, other]: Pair): boolean {
    const isAcross = (a: NamedRecord, b: NamedRecord): boolean =>
        left.includes(a.recordId) && right.includes(b.recordId)
    return isAcross(one, other) || isAcross(other, one)
}

function masked({ texts, kind }: FieldEvidence): readonly [string, string] {
    const shown = (text: string | null): string =>
        text === null ? '–' : maskedPlaceholder(text, kind)
    return [shown(texts[0]), shown(texts[1])]
}

function jsonOf({ say }: Frame, { pair, evidence, decisions }: Told): unknown {
    return {
        records: pair.map(({ recordKey, partyId, name }) => ({
            ...{ record: recordKey, party: String(partyId), name },
        })),
        isOne: pair[0].partyId === pair[1].partyId,
        evidence:
            evidence === null
                ? null
                : {
                      ...evidence,
                      chance: chanceOfWeight(evidence.weight),
                      fields: evidence.fields.map((field) => ({
                          ...{ field: field.field, kind: field.kind, level: field.level },
                          ...{ weight: field.weight, values: masked(field) },
                          says: field.level === null ? null : sayLevel(field.level, say),
                      })),
                  },
        decisions: decisions.map(({ no, kind, actor, at, reason, undo }) => ({
            ...{ number: no, kind, by: actor, at: at.toISOString(), reason },
            isUndone: undo !== null,
        })),
    }
}

function textOf(frame: Frame, told: Told): string {
    const { paint, say, width } = frame
    const { pair, evidence } = told
    const isOne = pair[0].partyId === pair[1].partyId
    const names = pair.map(({ recordKey, name }) =>
        name === null ? recordKey : `${recordKey} (${name})`,
    )
    const title = say(isOne ? 'cli.identity.explain.one' : 'cli.identity.explain.two', {
        one: names[0] ?? '',
        other: names[1] ?? '',
    })
    const parts = [
        wrapText(title, width).map((line) => paint('strong', line)),
        evidence === null
            ? wrapText(say('cli.identity.explain.unmatched'), width)
            : [waterfall(frame, evidence)],
        evidence === null ? [] : verdict(frame, evidence, isOne),
        told.decisions.flatMap((one) => wrapText(decisionText(frame, one), width)),
    ]
    return parts
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

/** What is known before, and what each field adds or takes away, down to the sum. */
function waterfall(frame: Frame, evidence: PairEvidence): string {
    const { say, width, paint } = frame
    const { fields, prior, rarity, declared, weight } = evidence
    const weights = [prior, weight, rarity ?? 0, declared, ...fields.map((one) => one.weight)]
    const scale = Math.max(...weights.map((one) => one / 20), ...weights.map((one) => -one / 20), 1)
    const row = (name: string, says: string, own: number): readonly Cell[] => [
        ...[name, says, (own / 1000).toFixed(1)],
        { text: weightBar(own, scale), tone: own < 0 ? 'down' : 'up' },
    ]
    const rows = [
        row(say('cli.identity.explain.prior'), '', prior),
        ...fields.map((one) => {
            const [left, right] = masked(one)
            const values = left === right ? left : `${left} · ${right}`
            const says =
                one.level === null ? say('cli.identity.explain.unknown') : sayLevel(one.level, say)
            return row(sayKind(one.kind, say), `${says}  ${values}`, one.weight)
        }),
        ...(rarity === null ? [] : [row(say('cli.identity.explain.rarity'), '', rarity)]),
        ...(declared === 0 ? [] : [row(say('cli.identity.explain.declared'), '', declared)]),
        row(say('cli.identity.explain.sum'), '', weight),
    ]
    const columns = [
        { title: say('cli.identity.explain.field') },
        { title: say('cli.identity.column.level'), isFlexible: true },
        { title: say('cli.identity.column.bits'), align: 'right' as const },
        { title: '' },
    ]
    return renderTable({ columns, rows, width, paint })
}

function verdict(
    { say, width }: Frame,
    { weight, thresholds, isForbidden, rarity }: PairEvidence,
    isOne: boolean,
): readonly string[] {
    const chance = chanceOfWeight(weight)
    const percent =
        chance > 0.9999 ? '> 99.99' : chance < 0.0001 ? '< 0.01' : (chance * 100).toFixed(2)
    const { accept, review } = thresholds
    const says =
        weight >= weightOfChance(accept)
            ? 'accepted'
            : weight >= weightOfChance(review)
              ? 'reviewed'
              : 'rejected'
    const sentences = [say(`cli.identity.explain.${says}`, { percent, accept, review })]
    if (isForbidden) sentences.push(say('cli.identity.explain.forbidden'))
    if (rarity === null) sentences.push(say('cli.identity.explain.not_proposed'))
    // By itself the pair says one thing and the parties another: others decide with it.
    if (isOne !== (says === 'accepted') && !isForbidden) {
        sentences.push(
            say(isOne ? 'cli.identity.explain.by_others' : 'cli.identity.explain.kept_apart'),
        )
    }
    return sentences.flatMap((sentence) => wrapText(sentence, width))
}

function decisionText({ say }: Frame, one: ToldDecision): string {
    const { no: number, kind, actor: by, reason, at, undo } = one
    const params = { number, by, reason, day: at.toISOString().slice(0, 10) }
    const told = say(`cli.identity.explain.decided.${kind}`, params)
    return undo === null ? told : `${told} ${say('cli.identity.log.undone', { by: undo.actor })}`
}
