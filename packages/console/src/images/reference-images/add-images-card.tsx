import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useOwnBrands } from '../../brands/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, FileDrop, Refused } from '../../components/index.ts'
import { banks, mostUsed, needsBrand, type BankSearch } from './bank-search.ts'
import { useBankChanges, type NewReferenceImage } from './queries.ts'
import styles from './reference-images.module.css'

const mostBytes = 16 * 1024 * 1024
/** Files are analysed one by one; longer lists of results are no longer reviewable. */
const mostFiles = 200

/** Result of one file. */
type Sent = {
  key: number
  file: File
  outcome: 'waiting' | 'stands' | 'stood' | 'too-large' | { error: unknown }
}

/** Adds images to a bank one by one and shows each result. */
export function AddCard({ search }: { search: BankSearch }): ReactNode {
  const { t } = useText()
  const { add } = useBankChanges()
  const brands = useOwnBrands()
  const [chosen, setWanted] = useState<NewReferenceImage>({
    bank: search.bank ?? mostUsed,
    brand: '',
    label: '',
  })
  // Members of a single brand need not select it.
  const only = needsBrand(chosen.bank) && brands.length === 1 ? (brands[0]?.id ?? '') : ''
  const wanted: NewReferenceImage = { ...chosen, brand: chosen.brand === '' ? only : chosen.brand }
  const [sent, setSent] = useState<readonly Sent[]>([])
  const [cut, setCut] = useState(false)
  const isUnclear = wanted.brand === '' && needsBrand(wanted.bank)
  const isBusy = sent.some(({ outcome }) => outcome === 'waiting')

  async function take(files: readonly File[]): Promise<void> {
    setCut(files.length > mostFiles)
    const all = files.slice(0, mostFiles).map((file, at): Sent => {
      return { key: at, file, outcome: 'waiting' }
    })
    setSent(all)
    for (const { key, file } of all) {
      const outcome = await outcomeOf(file, () => add.mutateAsync({ file, wanted }))
      setSent((before) => before.map((one) => (one.key === key ? { ...one, outcome } : one)))
    }
  }

  const failed = sent.filter(({ outcome }) => typeof outcome === 'object')
  return (
    <Card title={t('reference-images.add')} lead={t(`image-bank.meaning.${wanted.bank}`)}>
      <Group gap="md" align="end">
        <NativeSelect
          label={t('reference-images.bank')}
          value={wanted.bank}
          disabled={isBusy}
          data={banks.map((bank) => ({ value: bank, label: t(`image-bank.${bank}`) }))}
          onChange={({ currentTarget: { value } }) =>
            setWanted({ ...chosen, bank: banks.find((bank) => bank === value) ?? mostUsed })
          }
        />
        <NativeSelect
          label={t('reference-images.brand')}
          value={wanted.brand}
          disabled={isBusy}
          data={[
            {
              value: '',
              label: t(
                needsBrand(wanted.bank)
                  ? 'reference-images.brand.choose'
                  : 'reference-images.brand.none',
              ),
            },
            ...brands.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value: brand } }) => setWanted({ ...chosen, brand })}
        />
        <TextInput
          label={t('reference-images.label')}
          maxLength={200}
          value={wanted.label}
          disabled={isBusy}
          onChange={({ currentTarget }) => setWanted({ ...chosen, label: currentTarget.value })}
        />
      </Group>
      {wanted.bank === 'known-fake' && (
        <p className={styles.note}>{t('reference-images.unconfirmed')}</p>
      )}
      {isUnclear ? (
        <p className={styles.note}>{t('reference-images.brand.missing')}</p>
      ) : (
        !isBusy && (
          <div className={styles.drop}>
            <FileDrop
              label={t('reference-images.drop')}
              hint={t('reference-images.drop.hint')}
              onFiles={(files) => void take(files)}
            />
          </div>
        )
      )}
      {cut && <p className={styles.note}>{t('reference-images.too-many', { count: mostFiles })}</p>}
      {sent.length > 0 && (
        <>
          <p role="status" className={styles.note}>
            {t('reference-images.progress', {
              done: sent.filter(({ outcome }) => outcome !== 'waiting').length,
              count: sent.length,
            })}
          </p>
          <progress
            aria-label={t('reference-images.add')}
            max={sent.length}
            value={sent.filter(({ outcome }) => outcome !== 'waiting').length}
          />
          <ul className={styles.read} aria-label={t('reference-images.add')}>
            {sent.map((one) => (
              <Outcome key={one.key} sent={one} />
            ))}
          </ul>
        </>
      )}
      {!isBusy && failed.length > 0 && (
        <Button variant="default" onClick={() => void take(failed.map(({ file }) => file))}>
          {t('reference-images.retry')}
        </Button>
      )}
    </Card>
  )
}

/** More than the usual difference between two machines' clocks. */
const stoodBefore = 60_000

async function outcomeOf(
  file: File,
  send: () => Promise<{ addedAt: string }>,
): Promise<Sent['outcome']> {
  if (file.size > mostBytes) return 'too-large'
  const began = Date.now()
  try {
    const { addedAt } = await send()
    return new Date(addedAt).getTime() < began - stoodBefore ? 'stood' : 'stands'
  } catch (error) {
    return { error }
  }
}

function Outcome({ sent: { file, outcome } }: { sent: Sent }): ReactNode {
  const { t } = useText()
  if (outcome === 'waiting') return null
  const name = <span className="stranger">{file.name}</span>
  if (typeof outcome === 'string') {
    return (
      <li>
        {name} {t(`reference-images.${outcome}`)}
      </li>
    )
  }
  return (
    <li>
      {name} <Refused error={outcome.error} />
    </li>
  )
}
