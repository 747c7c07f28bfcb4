import { NumberInput, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { ConfirmButton, csvTable, saveText } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { linesOf } from '../lines-of.ts'
import type { Batch } from '../queries.ts'
import { maxSigned, signCodes } from './sign-codes.ts'

export type SignedFile = { batch: string; count: number; name: string }

type SignCodesProps = { batch: Batch; onSigned: (file: SignedFile) => void }

/** Signs codes of a batch and saves their Digital Links; listed serials are stored as digests, so they are named. */
export function SignCodesButton({ batch, onSigned }: SignCodesProps): ReactNode {
  const { t, number } = useText()
  const [serials, setSerials] = useState('')
  const [first, setFirst] = useState<number | string>(1)
  const most = Math.min(batch.units, maxSigned)
  const [count, setCount] = useState<number | string>(most)
  const isListed = batch.kind === 'list'
  const named = linesOf(serials)
  const sign = async (): Promise<void> => {
    const which = isListed ? { serials: named } : { from: Number(first) - 1, count: Number(count) }
    const codes = await signCodes(batch.id, which)
    const name = `signed-codes-${batch.batch.replace(/[^\w-]/g, '_')}.csv`
    const rows = codes.map(({ serial, link }) => [serial, link])
    saveText(csvTable([['serial', 'link'], ...rows]), name, 'text/csv')
    onSigned({ batch: batch.batch, count: codes.length, name })
  }
  return (
    <ConfirmButton
      label={t('codes.sign')}
      of={`${batch.gtin} ${batch.batch}`}
      title={t('codes.sign.title', { batch: batch.batch })}
      text={t('codes.sign.text')}
      ready={
        isListed
          ? named.length > 0 && named.length <= maxSigned
          : Number(first) >= 1 && Number(count) >= 1
      }
      run={sign}
      button={{ variant: 'default', size: 'compact-sm' }}
    >
      {isListed ? (
        <Textarea
          label={t('codes.serials')}
          description={t('codes.sign.serials.hint', { most: number(maxSigned) })}
          autosize
          minRows={4}
          maxRows={12}
          value={serials}
          onChange={({ currentTarget: { value } }) => setSerials(value)}
        />
      ) : (
        <>
          <NumberInput
            label={t('codes.sign.first')}
            description={t('codes.sign.first.hint', { units: number(batch.units) })}
            min={1}
            max={batch.units}
            allowDecimal={false}
            value={first}
            onChange={setFirst}
          />
          <NumberInput
            label={t('codes.sign.count')}
            {...(batch.units > maxSigned && {
              description: t('codes.sign.count.hint', { most: number(most) }),
            })}
            min={1}
            max={most}
            allowDecimal={false}
            value={count}
            onChange={setCount}
          />
        </>
      )}
    </ConfirmButton>
  )
}
