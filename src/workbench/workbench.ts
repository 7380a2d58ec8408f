import type { Month } from '#domain/month.ts'
import type { Person } from '#domain/person.ts'
import type { LoadedPolicy } from '#serving/loaded-policy.ts'
import type { Store } from '#store/store.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** Who acts: in whose name, and the user of the operating system who typed it. */
export type Actor = { readonly name: string; readonly osUser: string }

/** An open bank, as people's decisions need it. */
export type Workbench = {
    readonly store: Pick<Store, 'transaction' | 'db'>
    readonly warehouse: Pick<Warehouse, 'rows' | 'dialect'>
    readonly settings: {
        readonly baseCurrency: string
        readonly ladders: readonly string[]
        readonly firstClose: Month
    }
    readonly people: readonly Person[]
    /** The versions that come with Tong, of every ladder that may be asked for. */
    readonly shipped: readonly LoadedPolicy[]
    readonly actor: Actor
}
