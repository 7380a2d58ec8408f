import type { ClientConfig } from 'pg'

/** Where a store is: the bank's own server by URL, or a private one by its socket folder. */
export type StoreAddress =
    | { readonly url: string }
    | {
          readonly socketFolder: string
          readonly port: number
          readonly user: string
          readonly database: string
      }

const connectTimeMaxMs = 20_000

/** What the driver has to be told about an address. */
export function clientConfigOf(address: StoreAddress): ClientConfig {
    const common = { application_name: 'tong', connectionTimeoutMillis: connectTimeMaxMs }
    if ('url' in address) return { ...common, connectionString: address.url }
    const { socketFolder, port, user, database } = address
    // No password and no TLS, whatever PGPASSWORD and PGSSLMODE say to other programs.
    return { ...common, host: socketFolder, port, user, database, password: '', ssl: false }
}

/** An address as people may read it: without password. */
export function describeAddress(address: StoreAddress): string {
    if (!('url' in address)) return address.socketFolder
    try {
        const { host, pathname } = new URL(address.url)
        return `${host}${pathname}`
    } catch {
        return 'DATABASE_URL'
    }
}
