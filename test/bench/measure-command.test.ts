import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { measureCommand, measureProgram } from '../../bench/measure-command.ts'

const node = (script: string) => ({
    command: process.execPath,
    args: ['--eval', script],
    folder: tmpdir(),
})

const holds = (mb: number): string => `globalThis.held = Buffer.alloc(${mb} * 1e6, 1)`

describe('measureCommand', () => {
    it('measures from the start of a program to its end', async () => {
        const waiting = node('setTimeout(() => console.log("done"), 300)')
        const { sample, output } = await measureCommand(waiting)
        expect(output).toBe('done\n')
        expect(sample.seconds).toBeGreaterThan(0.3)
    })

    it.runIf(existsSync('/proc/stat'))('counts the memory of the processes below', async () => {
        const child = JSON.stringify(`${holds(200)}; setTimeout(() => {}, 400)`)
        const parent = `
            ${holds(100)}
            require('node:child_process').spawn(process.execPath, ['--eval', ${child}])
        `
        const { sample } = await measureCommand(node(parent))
        expect(sample.peakMb).toBeGreaterThan(300)
        expect(sample.cpuSeconds).toBeGreaterThan(0)
    })

    it('throws with what a program said where it does not end well', async () => {
        const failing = node('console.error("no such thing"); process.exit(3)')
        await expect(measureCommand(failing)).rejects.toThrow(/ended with 3:\nno such thing/)
    })
})

describe('measureProgram', () => {
    it("takes the program's own word for its seconds, from the last line", async () => {
        const program = node(`console.log('so far'); console.log('{"seconds":0.125,"rows":7}')`)
        const { sample, report } = await measureProgram<{ seconds: number; rows: number }>(
            program,
            ({ seconds }) => seconds,
        )
        expect(sample.seconds).toBe(0.125)
        expect(report.rows).toBe(7)
    })
})
