/**
 * A value of a CSV file as RFC 4180 writes it: quoted where a reader would take it apart, or lose
 * the space that it begins with. Null and the empty text are the same, an empty field.
 */
export function csvField(text: string | null): string {
    if (text === null) return ''
    return /[",\r\n]|^ /.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
