/**
 * Whether two parts of policies are the same rules: the same trees, with numbers compared by
 * their value, so that 50000 and 50000.00 are one threshold.
 */
export function sameRules(left: unknown, right: unknown): boolean {
    return canonical(left) === canonical(right)
}

function canonical(value: unknown): string {
    return JSON.stringify(value, (_, inner: unknown) =>
        isDecimal(inner) ? shortest(inner) : inner,
    )
}

function isDecimal(value: unknown): value is { readonly units: bigint; readonly scale: number } {
    return typeof value === 'object' && value !== null && 'units' in value && 'scale' in value
}

/** A decimal without the zeros at its end, told apart from a text by its form. */
function shortest({ units, scale }: { readonly units: bigint; readonly scale: number }): object {
    let [digits, places] = [units, scale]
    while (places > 0 && digits % 10n === 0n) [digits, places] = [digits / 10n, places - 1]
    return { number: `${digits}e-${places}` }
}
