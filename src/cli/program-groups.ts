import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds who belongs together: the verbs `groups` and `households` of `tong identity`. */
export function addGroups(identity: Command, say: Say, run: RunCommand): void {
    const verb = (name: 'groups' | 'households'): Command =>
        identity
            .command(name)
            .description(say(`cli.identity.${name}.about`))
            .argument('[party]', say(`cli.identity.${name}.party`))
            .option('--month <month>', say('cli.scores.month'))
            .option('--limit <number>', say(`cli.identity.${name}.limit`), '20')
            .addHelpText('after', `\n${say(`cli.identity.${name}.help`)}`)
    verb('groups').action((party, options, command) =>
        run(command, async (frame) =>
            (await import('./identity-groups.ts')).identityGroups(frame, party ?? null, options),
        ),
    )
    verb('households').action((party, options, command) =>
        run(command, async (frame) =>
            (await import('./identity-households.ts')).identityHouseholds(
                frame,
                party ?? null,
                options,
            ),
        ),
    )
}
