import {
    allTestsRun,
    docComments,
    exactDecimals,
    noMachinePaths,
    oneEnvironment,
    pureThinks,
    reasonedNotes,
} from './habits.ts'
import {
    modelPaths,
    modelsUpstream,
    sharedWords,
    sqlStyle,
    stagingRenames,
    twinGrain,
    twins,
} from './models.ts'
import { kebabNames, noDrawers, roomCards } from './names.ts'
import { dependencySentences, exactVersions, housePapers, policiesUnchanged } from './packages.ts'
import { personalData } from './personal-data.ts'
import { fileLines, functionLines, lineWidth } from './sizes.ts'
import { textParams, textsInAll, textsTranslated } from './texts.ts'
import { failuresRaised, failureTexts, textsExist, textsFilled, textsUsed } from './texts-used.ts'
import type { Check, Tree } from './tree.ts'

/** The laws of the house that can be read off its files, by the name that CONTRIBUTING.md lists. */
export const rules = {
    'all-tests-run': allTestsRun,
    'dependency-sentences': dependencySentences,
    'doc-comments': docComments,
    'exact-decimals': exactDecimals,
    'exact-versions': exactVersions,
    'failure-texts': failureTexts,
    'failures-raised': failuresRaised,
    'file-lines': fileLines,
    'function-lines': functionLines,
    'house-papers': housePapers,
    'kebab-names': kebabNames,
    'line-width': lineWidth,
    'model-paths': modelPaths,
    'models-upstream': modelsUpstream,
    'no-drawers': noDrawers,
    'no-machine-paths': noMachinePaths,
    'one-environment': oneEnvironment,
    'personal-data': personalData,
    'policies-unchanged': policiesUnchanged,
    'pure-thinks': pureThinks,
    'reasoned-notes': reasonedNotes,
    'room-cards': roomCards,
    'shared-words': sharedWords,
    'sql-style': sqlStyle,
    'staging-renames': stagingRenames,
    'text-params': textParams,
    'texts-exist': textsExist,
    'texts-filled': textsFilled,
    'texts-in-all': textsInAll,
    'texts-translated': textsTranslated,
    'texts-used': textsUsed,
    'twin-grain': twinGrain,
    twins: twins,
} as const satisfies Record<string, Check>

export type RuleName = keyof typeof rules

/** What the laws have against a tree, one line a fault, with the law's name in front. */
export function faultsOf(tree: Tree): readonly string[] {
    return Object.entries(rules).flatMap(([name, check]) =>
        check(tree).map(({ place, says }) => `${name}: ${place}: ${says}`),
    )
}
