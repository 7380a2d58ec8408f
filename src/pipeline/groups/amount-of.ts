import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Cell } from '#warehouse/warehouse.ts'

/** The text of an exact amount of a row; `0.00` where nothing was added up. */
export function amountOf(cell: Cell | undefined): string {
    return cell == null ? '0.00' : formatDecimal(cell as Decimal)
}
