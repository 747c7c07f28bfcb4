import { Button, NativeSelect } from '@mantine/core'
import type { FileEncodingName } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './encoding-choice.module.css'
import { Card } from './page.tsx'

/** Display names: the encoding and its usual language or script. */
const names: Readonly<Record<FileEncodingName, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030 · 简体中文',
  gbk: 'GBK · 简体中文',
  big5: 'Big5 · 繁體中文',
  shift_jis: 'Shift-JIS · 日本語',
  'euc-jp': 'EUC-JP · 日本語',
  'iso-2022-jp': 'ISO-2022-JP · 日本語',
  'euc-kr': 'EUC-KR · 한국어',
  'windows-1250': 'Windows-1250 · Polski, Čeština',
  'windows-1251': 'Windows-1251 · Русский',
  'windows-1252': 'Windows-1252 · Deutsch, Français, Español',
  'windows-1253': 'Windows-1253 · Ελληνικά',
  'windows-1254': 'Windows-1254 · Türkçe',
  'windows-1255': 'Windows-1255 · עברית',
  'windows-1256': 'Windows-1256 · العربية',
  'windows-1257': 'Windows-1257 · Latviešu, Lietuvių, Eesti',
  'windows-1258': 'Windows-1258 · Tiếng Việt',
  'windows-874': 'Windows-874 · ไทย',
  'koi8-r': 'KOI8-R · Русский',
  'koi8-u': 'KOI8-U · Українська',
  'iso-8859-2': 'ISO 8859-2 · Polski, Čeština',
  'iso-8859-5': 'ISO 8859-5 · Русский',
  'iso-8859-7': 'ISO 8859-7 · Ελληνικά',
  'iso-8859-15': 'ISO 8859-15 · Deutsch, Français',
  ibm866: 'IBM 866 · Русский',
  macintosh: 'Mac OS Roman',
  'x-mac-cyrillic': 'Mac OS Cyrillic · Русский',
}

const known = Object.keys(names) as FileEncodingName[]

function encodingNamed(name: string | null): FileEncodingName | undefined {
  return known.find((one) => one === name)
}

function shownName(encoding: string): string {
  const name = encodingNamed(encoding)
  return name === undefined ? encoding : names[name]
}

export type EncodingSelectProps = {
  /** Undefined for automatic detection. */
  value: FileEncodingName | undefined
  /** The detected encoding of the file that was read. */
  found?: string | null | undefined
  onChange: (encoding: FileEncodingName | undefined) => void
}

export function EncodingSelect({ value, found, onChange }: EncodingSelectProps): ReactNode {
  const { t } = useText()
  const detected =
    value === undefined && found ? t('encoding.found', { encoding: shownName(found) }) : undefined
  return (
    <NativeSelect
      size="xs"
      label={t('encoding.label')}
      data={[
        { value: '', label: detected ?? t('encoding.detect') },
        ...known.map((name) => ({ value: name, label: names[name] })),
      ]}
      value={value ?? ''}
      onChange={({ currentTarget: { value: chosen } }) => onChange(encodingNamed(chosen))}
    />
  )
}

export type EncodingReadingsProps = {
  readings: readonly { encoding: string; lines: readonly string[] }[]
  onChoose: (encoding: FileEncodingName) => void
}

/** The start of a file in each likely encoding, side by side, to choose from. */
export function EncodingReadings({ readings, onChoose }: EncodingReadingsProps): ReactNode {
  const { t } = useText()
  return (
    <Card title={t('encoding.unclear')} lead={t('encoding.unclear.description')}>
      <ul className={styles.readings}>
        {readings.map(({ encoding, lines }) => {
          const name = encodingNamed(encoding)
          return (
            <li key={encoding}>
              <strong>{shownName(encoding)}</strong>
              <pre className="stranger">{lines.join('\n')}</pre>
              {name && (
                <Button size="compact-sm" variant="default" onClick={() => onChoose(name)}>
                  {t('encoding.choose', { encoding: shownName(encoding) })}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
