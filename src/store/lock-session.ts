import { Client } from 'pg'
import { clientConfigOf, type StoreAddress } from './store-address.ts'
import { storeErrorOf } from './store-error.ts'

/**
 * What processes agree on by advisory locks: `users` is held shared by everyone who uses a
 * private server, `write` by the one command that changes a bank.
 */
export const lockNumbers = { users: 1, write: 2 } as const

/** The first half of each lock's key, so that other programs in one database do not collide. */
export const lockClass = 0x746f6e67

/** One lock, held by one session. */
export type Lock = {
    readonly name: keyof typeof lockNumbers
    readonly mode: 'shared' | 'exclusive'
}

/**
 * A connection that does nothing but hold locks; they end with it, also when its process is
 * killed. Every method may throw {@link StoreError}.
 */
export type LockSession = {
    /** Takes a lock if it is free; never waits. */
    tryLock(lock: Lock): Promise<boolean>
    unlock(lock: Lock): Promise<void>
    /** Whether the connection has ended by itself, and all its locks with it. */
    isLost(): boolean
    close(): Promise<void>
}

/** Opens a session for locks. Throws {@link StoreError}. */
export async function openLockSession(address: StoreAddress): Promise<LockSession> {
    const client = new Client(clientConfigOf(address))
    let lost = false
    client.on('error', () => {
        lost = true
    })
    client.on('end', () => {
        lost = true
    })
    try {
        await client.connect()
    } catch (cause) {
        throw storeErrorOf(cause)
    }
    const call = async (name: string, lock: Lock): Promise<boolean> => {
        const phrase = `${name}${lock.mode === 'shared' ? '_shared' : ''}`
        const values = [lockClass, lockNumbers[lock.name]]
        try {
            const { rows } = await client.query(
                `select ${phrase}($1::int, $2::int) as done`,
                values,
            )
            return rows[0]?.done === true
        } catch (cause) {
            throw storeErrorOf(cause)
        }
    }
    return {
        tryLock: (lock) => call('pg_try_advisory_lock', lock),
        unlock: async (lock) => {
            await call('pg_advisory_unlock', lock)
        },
        isLost: () => lost,
        close: async () => {
            // A server that is gone has closed the session already.
            await client.end().catch(() => {})
        },
    }
}
