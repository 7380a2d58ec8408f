/** A name of SQL. */
export function quoted(name: string): string {
    return `"${name.replaceAll('"', '""')}"`
}

/** A text of SQL. */
export function literal(text: string): string {
    return `'${text.replaceAll("'", "''")}'`
}
