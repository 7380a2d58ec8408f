/** How much work: each bench says what a size means to it. */
export type Size = 'S' | 'M' | 'L'

/** One run of one program. */
export type Sample = {
    readonly seconds: number
    /** Most resident memory of the process and all below it; null where it cannot be seen. */
    readonly peakMb: number | null
    /** Processor time of all of them, the start of the process included; null where unknown. */
    readonly cpuSeconds: number | null
    /** Share of the machine that other programs took meanwhile, 0 to 1; null where unknown. */
    readonly othersShare: number | null
}

/** All runs of one program at one piece of work: a line of the table. */
export type Line = {
    /** The piece of work; lines of equal work are compared. */
    readonly work: string
    readonly program: string
    /** Whether it is the product. A ratio is ours ÷ the other's. */
    readonly isOurs: boolean
    readonly samples: readonly Sample[]
    /** What is counted to tell a rate; null where seconds say it all. */
    readonly count: { readonly of: string; readonly units: number } | null
}

/** What a bench has found. */
export type Finding = {
    readonly lines: readonly Line[]
    /** What belongs to the numbers: digests compared, what was left out and why. */
    readonly notes: readonly string[]
    /** The programs beside ours with their versions: `duckdb 1.5.6`. */
    readonly versions: readonly string[]
}

/** How a bench is run. */
export type Setting = {
    readonly size: Size
    /** Absolute path of the programs to compare with; null: they are not here. */
    readonly peersFolder: string | null
    /** Whether to run them too. */
    readonly withPeers: boolean
    /** Absolute path of the data that tests and benches share. */
    readonly sharedFolder: string
    /** Absolute path; holds made data between runs, and scratch. */
    readonly cacheFolder: string
    readonly runs: number
    /** The sizes of a bank that were asked for by number, smallest first; null: none were. */
    readonly customers: readonly number[] | null
    /** Tells what is going on. */
    readonly tell: (line: string) => void
}

/** A fixed piece of work with a name. */
export type Bench = {
    readonly name: string
    readonly title: string
    /** What it can be run at; the first is the default. */
    readonly sizes: readonly [Size, ...Size[]]
    /** How often each program runs at least. */
    readonly runs: number
    /** What the programs of the peers folder are to it. */
    readonly peers: 'none' | 'beside' | 'needed'
    /** Whether `--customers` says how large its banks are. */
    readonly takesCustomers?: boolean
    readonly run: (setting: Setting) => Promise<Finding>
}
