import { refuse } from '#domain/result.ts'
import { traitOfField } from '#features/sensitive-traits.ts'
import { parseRecordKey, type RecordKey } from '#identity/record-key.ts'
import type { ShownField } from '#pipeline/identity/shown-fields.ts'
import {
    type ExplainedField,
    explainFields,
    type FieldSaying,
    type FieldVersion,
} from '#pipeline/quality/explain-field.ts'
import { findParty } from '#serving/find-party.ts'
import { type Session, withBank } from './bank-session.ts'
import type { Frame } from './run-command.ts'
import { sayOrigin, sayShown, withheldValue } from './say-origin.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'
import { viewerOf } from './viewer.ts'

/** The word that asks for all fields instead of one. */
const allFields = 'list'

/** `tong explain PARTY --field phone`: who says it, since when, what is taken; `list` for all. */
export async function explainField(frame: Frame, party: string, field: string): Promise<void> {
    const name = field.trim()
    await withBank(frame, { access: 'read', create: null }, async (session) => {
        const record = await recordOf(session, party)
        const question = { record, field: name === allFields ? null : name }
        const all = await explainFields(session.context, question)
        const { isCompliance } = viewerOf(session)
        const found = isCompliance ? all : all.map(withoutTrait)
        frame.answer({
            json: { party, fields: found },
            text: () =>
                name === allFields
                    ? listText(frame, { party, found })
                    : found.map((one) => fieldText(frame, { party, one })).join('\n\n'),
        })
    })
}

/** A field without its values where it tells of a sensitive trait. */
function withoutTrait(one: ExplainedField): ExplainedField {
    if (traitOfField(one.field) === null) return one
    const masked = (version: FieldVersion): FieldVersion => {
        return { ...version, value: version.value === null ? null : withheldValue }
    }
    const sayings = one.sayings.map((saying) => ({
        ...saying,
        versions: saying.versions.map(masked),
        standing: saying.standing === null ? null : masked(saying.standing),
    }))
    const shown = one.shown === null ? null : { ...one.shown, value: withheldValue }
    return { ...one, sayings, shown }
}

/** A record key stands for itself: who has no tier yet can be asked for too. */
async function recordOf({ context }: Session, party: string): Promise<RecordKey> {
    const written = /^\d{1,19}$/.test(party) ? null : parseRecordKey(party)
    if (written !== null) return written
    const { recordKey } = await findParty(context.db, party)
    return parseRecordKey(recordKey) ?? refuse('serving.party_text', { party })
}

type Listed = { readonly party: string; readonly found: readonly ExplainedField[] }

function listText(frame: Frame, { party, found }: Listed): string {
    const { say, width, paint, dataFlag } = frame
    const rows = found.map(({ field, sayings, taken }): readonly Cell[] => {
        const saying = taken === null ? null : (sayings[taken.index] ?? null)
        const others = sayings.filter(({ isOther }) => isOther).length
        return [
            plainText(field),
            plainText(saying?.standing?.value ?? '–'),
            saying === null ? '' : plainText(placeOf(saying)),
            saying?.standing == null ? '' : String(saying.standing.batchNo),
            others === 0 ? '' : { text: say('cli.field.others', { others }), tone: 'down' },
        ]
    })
    const titles = ['field', 'value', 'place', 'batch', 'other']
    const table = renderTable({
        columns: titles.map((title) => ({
            title: say(`cli.field.column.${title}`),
            align: title === 'batch' ? 'right' : 'left',
            isFlexible: title === 'value' || title === 'place',
        })),
        rows,
        width,
        paint,
    })
    const next = say('cli.field.next', { party, data: dataFlag })
    const title = say('cli.field.list_title', { party: plainText(party), fields: found.length })
    return `${paint('strong', title)}\n\n${table}\n\n${paint('soft', next)}`
}

function placeOf({ system, table, column }: FieldSaying): string {
    return `${system}.${table}.${column}`
}

type Shown = { readonly party: string; readonly one: ExplainedField }

function fieldText(frame: Frame, { party, one }: Shown): string {
    const { say, width, paint } = frame
    const { field, sayings, taken, shown } = one
    if (shown !== null) return shownText(frame, { party, one: shown })
    const saying = taken === null ? null : (sayings[taken.index] ?? null)
    const title = `${plainText(party)} · ${plainText(field)}`
    const value = saying?.standing?.value ?? null
    const isWithheld = sayings.some(({ standing }) => standing?.value === withheldValue)
    const traits = isWithheld ? [say('cli.explain.traits')] : []
    const linked = say('cli.field.linked')
    const verdict =
        saying === null || taken === null || value === null
            ? say('cli.field.nobody')
            : say('cli.field.taken', {
                  value: plainText(value),
                  place: placeOf(saying),
                  record: saying.record,
                  why: sayOrigin(taken.reason, say),
              })
    const parts = [
        [paint('strong', title), ...wrapText(verdict, width)],
        [sayingsTable(frame, one)],
        ...sayings.map((each) => historyLines(frame, each)).filter((lines) => lines.length > 0),
        [
            say('cli.field.masked'),
            ...traits,
            ...(sayings.every(({ isOfParty }) => isOfParty) ? [] : [linked]),
        ]
            .flatMap((line) => wrapText(line, width))
            .map((line) => paint('soft', line)),
    ]
    return parts.map((lines) => lines.join('\n')).join('\n\n')
}

/** A field that no contract names has no batches to tell of: the record and why it is the one. */
function shownText(
    { say, width, paint }: Frame,
    { party, one }: { readonly party: string; readonly one: ShownField },
): string {
    const { field, record, reason } = one
    const told = { value: sayShown(one, say), record: plainText(record) }
    const verdict = say('cli.field.shown', { ...told, why: sayOrigin(reason, say) })
    const title = paint('strong', `${plainText(party)} · ${field}`)
    return [title, ...wrapText(verdict, width)].join('\n')
}

/** What each column says now, and where that comes from. */
function sayingsTable(frame: Frame, { sayings, taken }: ExplainedField): string {
    const { say, width, paint } = frame
    const rows = sayings.map((saying, index): readonly Cell[] => {
        const { standing } = saying
        const isTaken = taken?.index === index
        return [
            isTaken ? '✓' : saying.isOther ? { text: '≠', tone: 'down' } : '',
            plainText(standing === null ? say('cli.field.gone') : (standing.value ?? '–')),
            plainText(placeOf(saying)),
            `${plainText(saying.record)}${saying.isOfParty ? '' : ' ↔'}`,
            standing === null ? '' : String(standing.batchNo),
            standing === null ? '' : fileText(standing),
        ]
    })
    const titles = ['', 'value', 'place', 'record', 'batch', 'file']
    return renderTable({
        columns: titles.map((title) => ({
            title: title === '' ? '' : say(`cli.field.column.${title}`),
            align: title === 'batch' ? 'right' : 'left',
            isFlexible: title === 'place' || title === 'file',
        })),
        rows,
        width,
        paint,
    })
}

function fileText({ file, recordNo }: FieldVersion): string {
    return recordNo === null ? plainText(file) : `${plainText(file)}#${recordNo}`
}

function originText({ say }: Frame, version: FieldVersion): string {
    const { batchNo, importedAt } = version
    const day = importedAt.slice(0, 10)
    return say('cli.field.origin', { batch: batchNo, place: fileText(version), day })
}

/** The values before, where there are any. */
function historyLines(frame: Frame, saying: FieldSaying): readonly string[] {
    const { say, paint } = frame
    const changes = saying.versions.filter(({ isChange, isUndone }) => isChange || isUndone)
    if (changes.length < 2) return []
    const lines = changes.map((version) => {
        const value = version.isPresent ? (version.value ?? '–') : say('cli.field.gone')
        const undone = version.isUndone ? ` (${say('cli.field.undone')})` : ''
        return `  ${originText(frame, version)}: ${plainText(value)}${undone}`
    })
    return [paint('soft', say('cli.field.history', { place: placeOf(saying) })), ...lines]
}
