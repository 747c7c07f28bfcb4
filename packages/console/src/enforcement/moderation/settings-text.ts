type Values = Readonly<Record<string, number | boolean>>

/** Settings as editable lines: `complaint-period = 6`. */
export function settingsText(settings: Values): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n')
}

/** Parses the lines by name. An invalid number becomes NaN, which the server explains. */
export function typedSettings(text: string): Record<string, number | boolean> {
  const lines = text.split('\n').flatMap((line): [string, number | boolean][] => {
    const [name = '', ...rest] = line.split(/[=:]/)
    const value = rest.join('=').trim().toLowerCase()
    if (name.trim() === '') return []
    const read = value === 'true' || value === 'false' ? value === 'true' : Number(value || NaN)
    return [[name.trim(), read]]
  })
  return Object.fromEntries(lines)
}
