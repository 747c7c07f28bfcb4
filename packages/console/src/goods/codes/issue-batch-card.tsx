import { NativeSelect, NumberInput, Progress, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Card, FileDrop, Refused, SubmitButton } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { batchesKey } from '../queries.ts'
import { linesOf } from '../lines-of.ts'
import styles from '../goods.module.css'
import { uploadSerials } from './upload-serials.ts'

const kinds = ['derived', 'list', 'range', 'file'] as const
type Kind = (typeof kinds)[number]

const empty = { gtin: '', batch: '', serials: '', prefix: '', first: '', last: '' }

/** Declares a batch: new serials, listed ones, a range, or a file. */
export function IssueBatchCard(): ReactNode {
  const { t, number, percent } = useText()
  const queries = useQueryClient()
  const [kind, setKind] = useState<Kind>('derived')
  const [given, setGiven] = useState(empty)
  const [units, setUnits] = useState<number | string>('')
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState(0)
  const { gtin, batch } = given
  const issue = useMutation({
    mutationFn: async () => {
      const named = { gtin, batch }
      switch (kind) {
        case 'derived':
          return server.codes.issue({ body: { kind, ...named, units: Number(units) } })
        case 'list':
          return server.codes.issue({ body: { kind, ...named, serials: linesOf(given.serials) } })
        case 'range': {
          const { prefix, first, last } = given
          return server.codes.issue({ body: { kind, ...named, prefix, first, last } })
        }
        case 'file':
          if (file === undefined) throw new Error('there is no file')
          return uploadSerials({ ...named, units: Number(units), file }, setSent)
      }
    },
    onSuccess: async () => {
      setGiven(empty)
      setUnits('')
      setFile(undefined)
      await queries.invalidateQueries({ queryKey: batchesKey })
    },
  })
  const field = (name: keyof typeof empty) => ({
    value: given[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setGiven((before) => ({ ...before, [name]: value })),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setSent(0)
    issue.mutate()
  }
  const missing =
    gtin === '' ||
    batch === '' ||
    (kind === 'list' && linesOf(given.serials).length === 0) ||
    (kind === 'range' && (given.first === '' || given.last === '')) ||
    ((kind === 'derived' || kind === 'file') && Number(units) < 1) ||
    (kind === 'file' && file === undefined)
  return (
    <Card title={t('codes.issue')} lead={t('codes.issue.lead')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <NativeSelect
            label={t('codes.issue.kind')}
            value={kind}
            data={kinds.map((value) => ({ value, label: t(`codes.issue.kind.${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              setKind(kinds.find((one) => one === value) ?? 'derived')
            }
          />
          <TextInput
            label={t('codes.gtin')}
            description={t('codes.gtin.hint')}
            inputMode="numeric"
            maxLength={14}
            required
            withAsterisk={false}
            {...field('gtin')}
          />
          <TextInput
            label={t('codes.batch')}
            description={t('codes.batch.hint')}
            maxLength={20}
            required
            withAsterisk={false}
            {...field('batch')}
          />
          {(kind === 'derived' || kind === 'file') && (
            <NumberInput
              label={t('codes.units')}
              description={t(kind === 'file' ? 'codes.units.file' : 'codes.units.hint')}
              min={1}
              max={1_000_000_000}
              allowDecimal={false}
              value={units}
              onChange={setUnits}
            />
          )}
          {kind === 'list' && (
            <Textarea
              label={t('codes.serials')}
              description={t('codes.serials.hint')}
              autosize
              minRows={4}
              maxRows={12}
              {...field('serials')}
            />
          )}
          {kind === 'range' && (
            <>
              <TextInput
                label={t('codes.range.prefix')}
                description={t('codes.range.prefix.hint')}
                maxLength={19}
                {...field('prefix')}
              />
              <TextInput label={t('codes.range.first')} inputMode="numeric" {...field('first')} />
              <TextInput label={t('codes.range.last')} inputMode="numeric" {...field('last')} />
            </>
          )}
          {kind === 'file' && (
            <>
              <FileDrop
                label={file?.name ?? t('codes.file')}
                hint={t('codes.file.hint')}
                onFile={setFile}
              />
              {issue.isPending && (
                <div role="status">
                  <Progress value={sent * 100} aria-label={t('codes.file.sent')} />
                  <p className={styles.fine}>
                    {sent < 1
                      ? t('codes.file.sending', { share: percent(sent) })
                      : t('codes.file.storing')}
                  </p>
                </div>
              )}
            </>
          )}
          <SubmitButton isPending={issue.isPending} missing={missing}>
            {t('codes.issue.submit')}
          </SubmitButton>
          {kind === 'list' && given.serials !== '' && (
            <p className={styles.fine}>
              {t('codes.serials.count', { count: number(linesOf(given.serials).length) })}
            </p>
          )}
          {issue.isSuccess && <p role="status">{t('codes.issue.done')}</p>}
          <Refused error={issue.error} />
        </Stack>
      </form>
    </Card>
  )
}
