import { Button, Group, Modal, NumberInput, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type PointerEvent, type ReactNode } from 'react'
import { addressOf, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { FormEnd } from '../../components/index.ts'
import { regionBetween, type Region } from './image-region.ts'
import styles from './redact-item.module.css'

export type Redactable = { name: string; mediatype: string }

/** Pictures can be painted over and fields of a record replaced; archives cannot be redacted. */
export function isRedactable(name: string, mediatype: string): boolean {
  return mediatype === 'image/png' || name === 'capture.json'
}

type RedactProps = { id: string; item: Redactable | undefined; onClose: () => void }

/** Makes a redacted copy of an item; the sealed original is unchanged. */
export function RedactItem({ id, item, onClose }: RedactProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={item !== undefined}
      onClose={onClose}
      title={t('redaction.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {item !== undefined && <Form key={item.name} id={id} item={item} onClose={onClose} />}
    </Modal>
  )
}

function Form({ id, item, onClose }: RedactProps & { item: Redactable }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [regions, setRegions] = useState<readonly Region[]>([])
  const [fields, setFields] = useState('')
  const [reason, setReason] = useState('')
  const isPicture = item.mediatype === 'image/png'
  const pointers = fields.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const making = useMutation({
    mutationFn: () =>
      server.evidence.redact({
        params: { id },
        body: {
          item: item.name,
          reason: reason.trim(),
          ...(isPicture ? { regions: [...regions] } : { fields: pointers }),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['capture', id] })
      onClose()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    making.mutate()
  }
  const hasParts = isPicture ? regions.length > 0 : pointers.length > 0
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className={styles.text}>{t('redaction.text')}</p>
        {isPicture ? (
          <PaintedOver id={id} name={item.name} regions={regions} onChange={setRegions} />
        ) : (
          <Textarea
            label={t('redaction.fields')}
            description={t('redaction.fields.hint')}
            autosize
            minRows={3}
            value={fields}
            onChange={({ currentTarget }) => setFields(currentTarget.value)}
          />
        )}
        <Textarea
          label={t('capture.reason')}
          required
          withAsterisk={false}
          autosize
          maxLength={2000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <FormEnd
          error={making.error}
          isPending={making.isPending}
          ready={hasParts && reason.trim() !== ''}
          onLeave={onClose}
        >
          {t('redaction.create')}
        </FormEnd>
      </Stack>
    </form>
  )
}

type PaintedOverProps = {
  id: string
  name: string
  regions: readonly Region[]
  onChange: (regions: readonly Region[]) => void
}

/** The picture to draw on, with numeric inputs as the alternative. */
function PaintedOver({ id, name, regions, onChange }: PaintedOverProps): ReactNode {
  const { t } = useText()
  const [size, setSize] = useState<{ width: number; height: number }>()
  const [drawn, setDrawn] = useState<Region & { fromX: number; fromY: number }>()
  const at = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    const all = size ?? { width: 1, height: 1 }
    return {
      x: ((clientX - left) / width) * all.width,
      y: ((clientY - top) / height) * all.height,
    }
  }
  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    const { x, y } = at(event)
    setDrawn({ x, y, width: 0, height: 0, fromX: x, fromY: y })
  }
  const draw = (event: PointerEvent<SVGSVGElement>): void => {
    if (drawn === undefined || size === undefined) return
    const from = { x: drawn.fromX, y: drawn.fromY }
    const region = regionBetween(from, at(event), size)
    setDrawn({ ...drawn, ...region })
  }
  const end = (): void => {
    if (drawn !== undefined && drawn.width > 2 && drawn.height > 2) {
      const { x, y, width, height } = drawn
      onChange([...regions, { x, y, width, height }])
    }
    setDrawn(undefined)
  }
  return (
    <>
      <p className={styles.text}>{t('redaction.draw')}</p>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('redaction.picture')}>
        <div className={styles.picture}>
          <img
            src={addressOf('evidence', 'item', { id, name })}
            alt={name}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
          />
          {size && (
            <svg
              viewBox={`0 0 ${size.width} ${size.height}`}
              aria-hidden="true"
              onPointerDown={begin}
              onPointerMove={draw}
              onPointerUp={end}
              onPointerCancel={() => setDrawn(undefined)}
            >
              {[...regions, ...(drawn ? [drawn] : [])].map(({ x, y, width, height }, index) => (
                <rect key={index} x={x} y={y} width={width} height={height} />
              ))}
            </svg>
          )}
        </div>
      </div>
      {size && <ByNumbers size={size} onAdd={(region) => onChange([...regions, region])} />}
      {regions.length > 0 && (
        <ul className={styles.parts} aria-label={t('redaction.areas')}>
          {regions.map((region, index) => (
            <li key={index}>
              {t('redaction.area', region)}{' '}
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${t('redaction.remove')}: ${t('redaction.area', region)}`}
                onClick={() => onChange(regions.filter((_, other) => other !== index))}
              >
                {t('redaction.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const edges = ['x', 'y', 'width', 'height'] as const

type ByNumbersProps = {
  size: { width: number; height: number }
  onAdd: (region: Region) => void
}

function ByNumbers({ size, onAdd }: ByNumbersProps): ReactNode {
  const { t } = useText()
  const [region, setRegion] = useState<Region>({ x: 0, y: 0, width: 0, height: 0 })
  const add = (): void => {
    const { x, y, width, height } = region
    onAdd(regionBetween({ x, y }, { x: x + width, y: y + height }, size))
  }
  return (
    <Group gap="sm" align="flex-end">
      {edges.map((edge) => (
        <NumberInput
          key={edge}
          label={t(`redaction.${edge}`)}
          className={styles.number}
          hideControls
          allowDecimal={false}
          min={0}
          max={edge === 'x' || edge === 'width' ? size.width : size.height}
          value={region[edge]}
          onChange={(value) => setRegion({ ...region, [edge]: Number(value) })}
        />
      ))}
      <Button
        variant="default"
        disabled={
          region.width < 1 || region.height < 1 || region.x >= size.width || region.y >= size.height
        }
        onClick={add}
      >
        {t('redaction.add')}
      </Button>
    </Group>
  )
}
