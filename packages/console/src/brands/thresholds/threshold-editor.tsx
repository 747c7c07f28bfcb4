import { Button, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Thresholds } from '@touchstone/contract'
import { useId, useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Refused, QueryStatus } from '../../components/index.ts'
import { Chart } from './threshold-chart.tsx'
import { VerdictChanges } from './threshold-preview.tsx'
import { areSame, fields, moved, type FieldName } from './threshold-order.ts'
import { useChange, useHistogram, usePreview, type Setting } from './queries.ts'
import styles from './thresholds.module.css'

/** Pause after the last movement before the preview is requested. */
const restMilliseconds = 250

export type EditorProps = {
  name: string
  setting: Setting
  /** The thresholds in force. */
  effective: Thresholds
  /** The thresholds that apply if none are set here. */
  fallback: Thresholds
  least: Thresholds
}

/** Moves thresholds over the listings they apply to, and previews the effect before saving. */
export function Editor({ name, setting, effective, fallback, least }: EditorProps): ReactNode {
  const { t } = useText()
  const maySet = permissionsOf(useMember()).setThresholds
  const [draft, setDraft] = useState<Thresholds | null>(setting.thresholds ?? effective)
  const [note, setNote] = useState('')
  const { set } = useChange()
  const thresholds = draft ?? fallback
  const isNew = draft === null ? setting.thresholds !== null : !areSame(draft, effective)
  const [rested] = useDebouncedValue(draft, restMilliseconds)
  const isRested = rested === draft || areSame(rested, draft)
  const preview = usePreview(setting.brand, isNew && isRested ? { thresholds: rested } : undefined)
  const { brand, version } = setting
  const save = (): void =>
    set.mutate({
      brand,
      thresholds: draft,
      expectedVersion: version,
      ...(note.trim() !== '' && { note: note.trim() }),
    })
  return (
    <div className={styles.editor}>
      <ThresholdsInChart brand={brand} thresholds={thresholds} />
      <div className={styles.fields} role="group" aria-label={t('thresholds.title-of', { name })}>
        {fields.map((field) => (
          <Field
            key={field.name}
            {...field}
            value={thresholds[field.name]}
            least={least[field.name]}
            onMove={(to) => setDraft(moved(thresholds, least, { name: field.name, to }))}
          />
        ))}
      </div>
      <VerdictChanges preview={preview} proposed={isNew} isRested={isRested} />
      {maySet && (
        <div className={styles.keep}>
          <Textarea
            label={t('thresholds.note')}
            description={t('thresholds.note.hint')}
            maxLength={2000}
            autosize
            minRows={1}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          <Refused error={set.error} />
          <div className={styles.actions}>
            <Button disabled={!isNew} loading={set.isPending} onClick={save}>
              {t('state.save')}
            </Button>
            <Button
              variant="default"
              disabled={!isNew}
              onClick={() => setDraft(setting.thresholds ?? effective)}
            >
              {t('thresholds.reset')}
            </Button>
            {setting.thresholds !== null && draft !== null && (
              <Button variant="default" onClick={() => setDraft(null)}>
                {t(brand === null ? 'thresholds.use-engine' : 'thresholds.use-standard')}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  )
}

function ThresholdsInChart({
  brand,
  thresholds,
}: {
  brand: string | null
  thresholds: Thresholds
}): ReactNode {
  const { t } = useText()
  const histogram = useHistogram(brand)
  if (brand === null) return <p className={styles.fine}>{t('thresholds.standard.no-chart')}</p>
  if (!histogram.isSuccess) return <QueryStatus query={histogram} />
  return histogram.data && <Chart histogram={histogram.data} thresholds={thresholds} />
}

type FieldProps = {
  name: FieldName
  verdict: (typeof fields)[number]['verdict']
  value: number
  least: number
  onMove: (to: number) => void
}

/** A threshold as a slider and as a number, kept in step. */
function Field({ name, verdict, value, least, onMove }: FieldProps): ReactNode {
  const { t } = useText()
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const label = t('thresholds.field', { verdict: t(`verdict.${verdict}`) })
  const settle = (): void => {
    const to = Number(typed)
    if (typed !== undefined && typed.trim() !== '' && Number.isFinite(to)) onMove(to)
    setTyped(undefined)
  }
  return (
    <div className={styles.field} data-verdict={verdict}>
      <label htmlFor={id}>{label}</label>
      <input
        type="range"
        className={styles.slider}
        aria-label={t('thresholds.slider', { field: label })}
        aria-valuetext={t('thresholds.percent', { percent: value })}
        name={name}
        min={0}
        max={100}
        value={value}
        onChange={({ currentTarget }) => onMove(Number(currentTarget.value))}
      />
      <span className={styles.number}>
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={least}
          max={100}
          value={typed ?? String(value)}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          onBlur={settle}
          onKeyDown={({ key }) => {
            if (key === 'Enter') settle()
          }}
        />
        <span aria-hidden="true">%</span>
      </span>
    </div>
  )
}
