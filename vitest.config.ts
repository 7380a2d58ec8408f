import { defineConfig } from 'vitest/config'
import type { Reporter, TestModule } from 'vitest/node'

/** Ends every run with one plain line that machines read as well: `12 passed, 0 failed`. */
const closingLine: Reporter = {
    onTestRunEnd(modules: readonly TestModule[]) {
        const counts = { passed: 0, failed: 0, skipped: 0 }
        for (const module of modules) {
            // A file that could not be loaded has no tests to fail, and must not pass for that.
            counts.failed += module.errors().length
            for (const test of module.children.allTests()) {
                const { state } = test.result()
                if (state === 'pending') counts.skipped += 1
                else counts[state] += 1
            }
        }
        const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
        process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`)
    },
}

export default defineConfig({
    test: {
        include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'samplebank/**/*.test.ts'],
        globalSetup: ['test/own-temporary-folder.ts'],
        reporters: ['default', closingLine],
        testTimeout: 180_000,
        hookTimeout: 180_000,
        pool: 'forks',
        // Two cores: engines run beside the tests.
        maxWorkers: 2,
    },
})
