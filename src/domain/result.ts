import type { FailureCode } from './failures.ts'

/** Where in a file a fault stands. Lines and columns count from 1. */
export type Place = {
    readonly file: string
    readonly line?: number
    readonly column?: number
}

/** A value that a text about a fault can name. */
export type FailureParam = string | number

/**
 * One expected failure: something a person can put right. Its sentence is the text
 * `<room>.failure.<what>` of the code `<room>.<what>` in every language.
 */
export type Failure = {
    readonly code: FailureCode
    readonly params: Readonly<Record<string, FailureParam>>
    readonly at?: Place
}

/** What a pure function that can refuse its input returns: a value, or all faults at once. */
export type Result<T> =
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly failures: readonly Failure[] }

/** A result that holds a value. */
export function ok<T>(value: T): Result<T> {
    return { ok: true, value }
}

/** A result that holds all failures of an input. */
export function refused(failures: readonly Failure[]): Result<never> {
    return { ok: false, failures }
}

/** Builds one failure; `at` is left out where no file is concerned. */
export function failure(code: FailureCode, params: Failure['params'] = {}, at?: Place): Failure {
    return at === undefined ? { code, params } : { code, params, at }
}

/** Compares places of one file as someone meets them who goes through it once. */
export function comparePlaces(left: Place | undefined, right: Place | undefined): number {
    return (left?.line ?? 0) - (right?.line ?? 0) || (left?.column ?? 0) - (right?.column ?? 0)
}

/** Failures in the order of their file. */
export function failuresInOrder(failures: readonly Failure[]): readonly Failure[] {
    return failures.toSorted((left, right) => comparePlaces(left.at, right.at))
}

/**
 * Expected failures on their way up through rooms that talk to engines. The doors turn it
 * into sentences and an exit code; nobody else catches it.
 */
export class Refusal extends Error {
    readonly failures: readonly Failure[]

    constructor(failures: readonly Failure[]) {
        super(failures.map((one) => one.code).join(', '))
        this.name = 'Refusal'
        this.failures = failures
    }
}

/** The value of a result. Throws {@link Refusal} with all its failures where there is none. */
export function valueOrThrow<T>(result: Result<T>): T {
    if (result.ok) return result.value
    throw new Refusal(result.failures)
}

/** Throws {@link Refusal} with one failure. */
export function refuse(code: FailureCode, params: Failure['params'] = {}, at?: Place): never {
    throw new Refusal([failure(code, params, at)])
}
