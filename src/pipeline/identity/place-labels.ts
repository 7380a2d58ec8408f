import { failure, Refusal } from '#domain/result.ts'
import type { Label } from '#identity/labels/label.ts'
import { type MatchingDesk, tableOf, writeTable } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/** Labels with the file that they come from. */
export type GivenLabels = { readonly file: string; readonly labels: readonly Label[] }

/** No more records that nobody knows are told at once. */
const toldMax = 20

/**
 * Finds the records of labels: table `labels` (left_no < right_no, `is_same` 1 or 0). Throws
 * Refusal `identity.label_unknown` with every line that names a record that is not there.
 */
export async function placeLabels(
    desk: MatchingDesk,
    { file, labels }: GivenLabels,
): Promise<void> {
    const columns = {
        ...{ label_no: 'bigint', line: 'bigint', is_same: 'integer' },
        ...{ left_table: 'integer', left_id: 'varchar' },
        ...{ right_table: 'integer', right_id: 'varchar' },
    }
    const rows = await beginTextRows(desk, { name: 'given-labels', columns })
    for (const [at, { left, right, isSame, line }] of labels.entries()) {
        rows.add([at, line, isSame ? 1 : 0, left.table, left.id, right.table, right.id])
        if (at % 10_000 === 0) await rows.flush()
    }
    await rows.end()
    const given = tableOf(desk, 'given-labels')
    const records = tableOf(desk, 'records')
    await writeTable(
        desk,
        'placed-labels',
        `select given.line, given.is_same, given.left_id, given.right_id,
            one.record_no as one_no, other.record_no as other_no
        from ${given} given
        left join ${records} one
            on one.source = given.left_table and one.record_id = given.left_id
        left join ${records} other
            on other.source = given.right_table and other.record_id = given.right_id`,
    )
    const placed = tableOf(desk, 'placed-labels')
    const unknown = await desk.warehouse.rows(
        `select line, case when one_no is null then left_id else right_id end as record
        from ${placed} placed where one_no is null or other_no is null
        order by line limit ${toldMax}`,
    )
    if (unknown.length > 0) {
        throw new Refusal(
            unknown.map(({ line, record }) =>
                failure(
                    'identity.label_unknown',
                    { record: String(record) },
                    { file, line: Number(line) },
                ),
            ),
        )
    }
    await writeTable(
        desk,
        'labels',
        `select least(one_no, other_no) as left_no, greatest(one_no, other_no) as right_no, is_same
        from ${placed} placed`,
    )
}
