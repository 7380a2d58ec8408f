import { chance, pick } from './draw.ts'
import { formerPhoneNumber, oldResidentId } from './identifiers.ts'
import { inTraditional, soundingAlike } from './letters.ts'
import { addressOf, type Identity, residentOf } from './people.ts'
import type { Traits } from './traits.ts'

/** How a system knows a customer: with what it was told, and when. */
export type Likeness = {
    /** Whether the system knows the number in the core. */
    readonly knowsCore: boolean
    readonly name: string
    readonly idNumber: string | null
    readonly phone: string | null
    readonly address: string | null
}

/** Where a likeness is kept. */
export type LikenessSystem = 'cards' | 'crm' | 'credit' | 'desk' | 'second'

/** Chances in a hundred of what differs from the core. */
type Habits = {
    readonly unknownCore: number
    readonly traditional: number
    readonly misheard: number
    readonly spaced: number
    readonly oldId: number
    readonly noId: number
    readonly oldPhone: number
    readonly noPhone: number
    readonly moved: number
    readonly noAddress: number
}

const habits: Readonly<Record<LikenessSystem, Habits>> = {
    cards: {
        ...{ unknownCore: 8, traditional: 5, misheard: 2, spaced: 3, oldId: 12, noId: 2 },
        ...{ oldPhone: 12, noPhone: 4, moved: 18, noAddress: 2 },
    },
    crm: {
        ...{ unknownCore: 6, traditional: 0, misheard: 3, spaced: 1, oldId: 2, noId: 40 },
        ...{ oldPhone: 6, noPhone: 5, moved: 10, noAddress: 30 },
    },
    credit: {
        ...{ unknownCore: 5, traditional: 2, misheard: 0, spaced: 0, oldId: 0, noId: 4 },
        ...{ oldPhone: 25, noPhone: 10, moved: 15, noAddress: 5 },
    },
    desk: {
        ...{ unknownCore: 45, traditional: 6, misheard: 6, spaced: 0, oldId: 0, noId: 100 },
        ...{ oldPhone: 8, noPhone: 12, moved: 0, noAddress: 100 },
    },
    second: {
        ...{ unknownCore: 100, traditional: 10, misheard: 8, spaced: 4, oldId: 45, noId: 20 },
        ...{ oldPhone: 60, noPhone: 10, moved: 60, noAddress: 15 },
    },
}

const names = ['cards', 'crm', 'credit', 'desk', 'second'] as const
const draws = Object.fromEntries(
    names.map((system) => [
        system,
        {
            core: chance(`${system}:core`),
            name: chance(`${system}:name`),
            id: chance(`${system}:id`),
            phone: chance(`${system}:phone`),
            address: chance(`${system}:address`),
        },
    ]),
) as Readonly<Record<LikenessSystem, Readonly<Record<Aspect, ReturnType<typeof chance>>>>>

type Aspect = 'core' | 'name' | 'id' | 'phone' | 'address'

const placeholders = ['15400000000', '15411111111', '15412345678'] as const

/** What a system knows of a customer. */
export function likenessOf(
    traits: Traits,
    { identity, system }: { readonly identity: Identity; readonly system: LikenessSystem },
): Likeness {
    const { key } = traits
    const habit = habits[system]
    const draw = draws[system]
    return {
        knowsCore: draw.core(key, 100) >= habit.unknownCore,
        name: nameSeen(identity, { habit, drawn: draw.name(key, 100), isPerson: traits.isPerson }),
        idNumber: idSeen(traits, { identity, habit, drawn: draw.id(key, 100) }),
        phone: phoneSeen(traits, { identity, habit, drawn: draw.phone(key, 200) }),
        address: addressSeen(traits, { identity, habit, drawn: draw.address(key, 100) }),
    }
}

type Seen = { readonly identity: Identity; readonly habit: Habits; readonly drawn: number }

function nameSeen(
    { name, surname, given }: Identity,
    seen: { readonly habit: Habits; readonly drawn: number; readonly isPerson: boolean },
): string {
    const { habit, drawn, isPerson } = seen
    if (!isPerson) return drawn < 12 ? name.replace('有限公司', '有限责任公司') : name
    let from = habit.traditional
    if (drawn < from) return inTraditional(name)
    from += habit.misheard
    if (drawn < from) return soundingAlike(name)
    from += habit.spaced
    return drawn < from ? `${surname} ${given}` : name
}

function idSeen(traits: Traits, { identity, habit, drawn }: Seen): string | null {
    if (drawn < habit.noId) return null
    const isOld = traits.isPerson && traits.age >= oldIdFrom && drawn < habit.noId + habit.oldId
    return isOld ? oldResidentId(residentOf(traits)) : identity.idNumber
}

/** Whoever turned 16 after 1999 never had one of 15 digits. */
const oldIdFrom = 41

/** An old number was given up; two in two hundred give one that is plainly made up. */
function phoneSeen({ i }: Traits, { identity, habit, drawn }: Seen): string | null {
    const inHundred = drawn / 2
    if (inHundred < habit.noPhone) return null
    if (inHundred < habit.noPhone + habit.oldPhone) return formerPhoneNumber(i)
    return drawn >= 198 ? pick(placeholders, drawn % placeholders.length) : identity.phone
}

function addressSeen(traits: Traits, { identity, habit, drawn }: Seen): string | null {
    if (drawn < habit.noAddress) return null
    const hasMoved = drawn < habit.noAddress + habit.moved
    return hasMoved ? addressOf(traits, (traits.key ^ 0x5f356495) >>> 0) : identity.address
}
