import type { Command } from 'commander'
import { completionScript, type Shell } from './completion-scripts.ts'
import { completionTree } from './completion-tree.ts'
import type { Frame } from './run-command.ts'

/** `tong completions SHELL`: the script by which a shell completes the words of a program. */
export function completions(
    frame: Frame,
    { shell, program }: { readonly shell: Shell; readonly program: Command },
): void {
    const script = completionScript(shell, completionTree(program))
    frame.answer({ json: { shell, script }, text: () => script })
}
