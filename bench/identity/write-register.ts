import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { type Firm, firmColumns, firmRecords, firmsOf } from './register-firms.ts'
import { familyOf, type Person } from './register-people.ts'
import { personColumns, personRecords } from './register-people-records.ts'

/** A register with the truth beside it: `records.csv` and `truth.csv` in a folder. */
export type Register = { readonly records: string; readonly truth: string }

/** What stands in a register. */
export type RegisterOf = 'persons' | 'companies'

/** The columns of the truth: whose record it is, who is near to them, and what is wrong with it. */
export const truthColumns = ['record_id', 'entity_id', 'near', 'twins', 'role', 'traits'] as const

/**
 * Writes a register of so many records. Every number in it looks and checks like a real one and
 * can belong to nobody (`samplebank/identifiers.ts`).
 */
export async function writeRegister(
    folder: string,
    { of, records }: { readonly of: RegisterOf; readonly records: number },
): Promise<Register> {
    const paths = { records: join(folder, 'records.csv'), truth: join(folder, 'truth.csv') }
    const files = [createWriteStream(paths.records), createWriteStream(paths.truth)] as const
    const columns = of === 'persons' ? personColumns : firmColumns
    files[0].write(`record_id,${columns.join(',')}\n`)
    files[1].write(`${truthColumns.join(',')}\n`)
    let written = 0
    const lines: [string[], string[]] = [[], []]
    const put = async (): Promise<void> => {
        for (const [at, file] of files.entries()) {
            const isFull = !file.write(`${(lines[at] ?? []).join('\n')}\n`)
            if (isFull) await new Promise<void>((resolve) => file.once('drain', resolve))
        }
        lines[0] = []
        lines[1] = []
    }
    for (const entity of of === 'persons' ? people() : firms()) {
        for (const { cells, traits } of entity.records) {
            if (written === records) break
            const id = scattered(written, records)
            lines[0].push([id, ...cells].join(','))
            lines[1].push([id, ...entity.truth, traits.join(' ')].join(','))
            written++
        }
        if (lines[0].length > 5000) await put()
        if (written === records) break
    }
    await put()
    for (const file of files) {
        file.end()
        await finished(file)
    }
    return paths
}

/** Numbers that tell nothing of who is next to whom: a permutation of 0 to `records` − 1. */
function scattered(place: number, records: number): string {
    const factor = [7919n, 104_729n, 1_299_709n].find((one) => BigInt(records) % one !== 0n) ?? 1n
    return String((BigInt(place) * factor) % BigInt(records)).padStart(7, '0')
}

type Entity = {
    readonly truth: readonly string[]
    readonly records: readonly {
        readonly cells: readonly string[]
        readonly traits: readonly string[]
    }[]
}

function* people(): Generator<Entity> {
    for (let family = 0, from = 0; ; family++) {
        const all: readonly Person[] = familyOf(family, from)
        for (const person of all) {
            const { no, birth, generation } = person
            yield {
                truth: [String(no), `f${family}`, birth === null ? '' : String(birth), generation],
                records: personRecords(person),
            }
        }
        from += all.length
    }
}

function* firms(): Generator<Entity> {
    for (let owner = 0, from = 0; ; owner++) {
        const all: readonly Firm[] = firmsOf(owner, from)
        for (const firm of all) {
            yield {
                truth: [
                    ...[String(firm.no), `o${owner}`, String(firm.headNo ?? firm.no)],
                    firm.headNo === null ? 'head' : 'branch',
                ],
                records: firmRecords(firm),
            }
        }
        from += all.length
    }
}
