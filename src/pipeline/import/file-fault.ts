import type { Failure } from '#domain/result.ts'

/** What is wrong with a file as a whole, on its way up to where the table is known. */
export class FileFault extends Error {
    readonly code: Failure['code']
    readonly params: Failure['params']

    constructor(code: Failure['code'], params: Failure['params'] = {}) {
        super(code)
        this.name = 'FileFault'
        this.code = code
        this.params = params
    }
}
