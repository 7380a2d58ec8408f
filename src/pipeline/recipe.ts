import type { Month } from '#domain/month.ts'
import type { Model } from './model.ts'
import { digestOfMonths, isTimed, type MonthDigests } from './month-rows.ts'

/** What is known by month of the snapshot at a path; null: it is not built, or has no months. */
export type KnownMonths = (path: string) => MonthDigests | null

const monthsRead = /@months\(([^,)]+), ([\d ]+)\)/g

/**
 * A recipe as its key is made of it. Where months are read of a snapshot that is built, what they
 * know of it stands in its place: as long as that is the same, so are the rows that come of it.
 */
export function knownRecipe(
    recipe: string,
    {
        models,
        knownMonths = () => null,
    }: {
        readonly models: ReadonlyMap<string, Model>
        readonly knownMonths: KnownMonths | undefined
    },
): string {
    return recipe.replace(monthsRead, (read: string, path: string, listed: string) => {
        const [, schema, table] = path.split('/')
        const twin = models.get(`${schema}.${table}`)?.twin
        const digests = knownMonths(path)
        if (twin === undefined || !isTimed(twin) || digests === null) return read
        const of: readonly Month[] = listed.split(' ').map(Number)
        return `@known(${schema}.${table}: ${digestOfMonths(twin, { digests, of })})`
    })
}

/** The paths of the snapshots that a recipe reads, by the months that it knows of them or whole. */
export function pathsRead(recipe: string): readonly string[] {
    const paths: string[] = []
    const gather = (found: readonly string[]): string => {
        paths.push(...found)
        return ''
    }
    withRelations(recipe, { snapshot: gather, batch: () => '', human: () => '' })
    return paths
}

/** A recipe with the SQL that reads what it names, by the kind of the thing and its paths. */
export function withRelations(
    recipe: string,
    relationOf: Readonly<
        Record<'snapshot' | 'batch' | 'human', (paths: readonly string[]) => string>
    >,
): string {
    return recipe
        .replace(monthsRead, (_, path: string) => relationOf.snapshot([path]))
        .replace(/@(snapshot|batch|human)\(([^)]*)\)/g, (_, kind: keyof typeof relationOf, paths) =>
            relationOf[kind](String(paths).split(', ')),
        )
}
