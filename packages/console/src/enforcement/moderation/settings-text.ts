type Values = Readonly<Record<string, number | boolean>>

/** Settings as lines that one can write: `complaint-window = 6`. */
export function settingsText(settings: Values): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n')
}

/** What was written, by name. A value that is none is given as NaN: the server says what is wrong with it. */
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
