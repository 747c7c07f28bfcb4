import { Button, Group } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { FileEncodingName } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused } from '../../components/index.ts'
import { AskCurrency } from './marketplace-currencies.tsx'
import { Constants } from './mapping-constants.tsx'
import styles from './import.module.css'
import { MappingForm } from './mapping-form.tsx'
import { RowsPreview } from './rows-preview.tsx'
import {
  missingIn,
  withoutCurrency,
  type Mapping,
  type FilePreview,
  type PreviewRow,
} from './mapping-rules.ts'
import type { Import } from './use-import.ts'

export type ImportFileProps = {
  file: File
  shown: FilePreview
  /** Chosen by the person; detected if undefined. */
  encoding: FileEncodingName | undefined
  run: Import
}

export function ImportFile({ file, shown, encoding, run }: ImportFileProps): ReactNode {
  const { t, list } = useText()
  const { columns } = shown
  const [mapping, setMapping] = useState(columns?.mapping)
  const [answered, setAnswered] = useState(0)
  const { rows, error } = useRowsUnder(mapping, shown, answered)
  const [asked] = withoutCurrency(rows)
  const lacks = mapping === undefined ? [] : missingIn(mapping)
  const send = (): void => {
    const isKnown = columns?.remembered === true && mapping === columns.mapping
    const settling =
      columns && mapping && !isKnown ? { headers: columns.headers, mapping } : undefined
    run.send({ file, settling, encoding })
  }
  return (
    <>
      {columns && mapping && (
        <Card
          title={t('import.mapping')}
          lead={[
            t(columns.remembered ? 'import.mapping.remembered' : 'import.mapping.proposed'),
            ...(shown.format === 'json' ? [t('import.mapping.later')] : []),
          ].join(' ')}
        >
          <MappingForm
            headers={columns.headers}
            rows={shown.rows}
            mapping={mapping}
            onChange={setMapping}
          />
          <Constants key={answered} mapping={mapping} onChange={setMapping} />
        </Card>
      )}
      {columns && mapping && asked !== undefined && (
        <AskCurrency
          key={asked}
          marketplace={asked === '' ? undefined : asked}
          onAnswer={(currency) => {
            if (asked === '') setMapping({ ...mapping, currency })
            setAnswered(answered + 1)
          }}
        />
      )}
      <Card title={t('import.rows')} lead={t('import.rows.description', { format: shown.format })}>
        <Refused error={error} />
        <RowsPreview rows={rows} />
        <Group mt="md" gap="md">
          <Button onClick={send} disabled={lacks.length > 0 || rows.length === 0}>
            {t('import.submit')}
          </Button>
          {lacks.length > 0 && (
            <span className={styles.hint} role="status">
              {t('import.missing-fields', {
                fields: list(lacks.map((field) => t(`import.field.${field}`))),
              })}
            </span>
          )}
        </Group>
        <Refused error={run.error} />
      </Card>
    </>
  )
}

const pauseMilliseconds = 250

/** Previews the first rows under the mapping being edited. */
function useRowsUnder(
  mapping: Mapping | undefined,
  { columns, rows }: FilePreview,
  /** Increases with each currency stored, which changes what is read. */
  answered: number,
): { rows: readonly PreviewRow[]; error: unknown } {
  const [settled] = useDebouncedValue(mapping, pauseMilliseconds)
  const readable = rows.flatMap(({ row, line, cells }) => (cells ? [{ row, line, cells }] : []))
  const tried = useQuery({
    queryKey: ['import try', settled, readable, answered],
    queryFn: async ({ signal }) => {
      if (settled === undefined) return []
      return (
        await server.imports.tryMapping({ body: { mapping: settled, rows: readable }, signal })
      ).rows
    },
    enabled: settled !== undefined && (settled !== columns?.mapping || answered > 0),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
  })
  const isFirst = settled === columns?.mapping && answered === 0
  if (isFirst || tried.data === undefined) return { rows, error: tried.error }
  const byRow = new Map(tried.data.map((row) => [row.row, row]))
  return { rows: rows.map((row) => byRow.get(row.row) ?? row), error: tried.error }
}
