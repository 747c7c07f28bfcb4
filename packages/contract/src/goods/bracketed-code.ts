// In a file without schemas, so that pages can import it alone.

/** Elements as people write them: (01)04006381333931(21)A7; a bracket in a value is escaped. */
export function bracketed(elements: readonly { ai: string; value: string }[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', String.raw`\(`)}`).join('')
}

/** The codes of some batches and units of a product; without either, that of the whole product. */
export function bracketedCodes({
  gtin,
  batches,
  serials,
}: {
  gtin: string
  batches: readonly string[]
  serials: readonly string[]
}): string[] {
  const codes = [
    ...batches.map((batch) => bracketedCode({ gtin, batch })),
    ...serials.map((serial) => bracketedCode({ gtin, serial })),
  ]
  return codes.length === 0 ? [bracketedCode({ gtin })] : codes
}

/** The bracketed code of a product, of a batch of it, or of a unit. */
export function bracketedCode({
  gtin,
  batch,
  serial,
}: {
  gtin: string
  batch?: string | null | undefined
  serial?: string | null | undefined
}): string {
  const named = [
    { ai: '01', value: gtin },
    { ai: '10', value: batch },
    { ai: '21', value: serial },
  ]
  return bracketed(
    named.flatMap(({ ai, value }) =>
      value === null || value === undefined ? [] : [{ ai, value }],
    ),
  )
}
