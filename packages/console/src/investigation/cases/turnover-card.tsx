import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { CaseDetailView, CaseListingView } from '../case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, StateMark, StoredSentence } from '../../components/index.ts'
import type { CaseActions } from './use-case-actions.ts'
import styles from './case-page.module.css'
import { amountOf } from './amount.ts'

export type TurnoverCardProps = {
  kase: CaseDetailView
  listings: readonly CaseListingView[]
  acting: CaseActions
  mayWork: boolean
}

/** Units times price for each listing where both are known, and the totals by currency. */
export function TurnoverCard({ kase, listings, acting, mayWork }: TurnoverCardProps): ReactNode {
  const { t, number, money } = useText()
  const { lines, sums } = kase.turnover
  const titles = new Map(listings.map(({ listing, title }) => [listing, title]))
  const nameOf = (listing: string): string => titles.get(listing) ?? `${listing.slice(0, 8)}…`
  const [adding, setAdding] = useState(false)
  return (
    <Card
      title={t('case.turnover')}
      lead={t('case.turnover.description')}
      actions={
        mayWork &&
        !adding &&
        listings.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            {t('case.turnover.add')}
          </Button>
        )
      }
    >
      {lines.length === 0 && !adding && <p className={styles.none}>{t('case.turnover.empty')}</p>}
      {lines.length > 0 && (
        <Columns
          caption={t('case.turnover')}
          heads={[
            t('case.turnover.listing'),
            t('case.turnover.units'),
            t('case.turnover.price'),
            t('case.turnover.amount'),
            t('case.turnover.source'),
          ]}
          wide
        >
          {lines.map(({ id, listing, units, price, currency, source }) => (
            <tr key={id}>
              <td className="stranger">{nameOf(listing).slice(0, 120)}</td>
              <td className="figures">{number(units)}</td>
              <td className="figures">{money(price, currency)}</td>
              <td className="figures">{money(amountOf(units, price), currency)}</td>
              <td className="stranger">
                <div>{source}</div>
                {mayWork && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    ml={-8}
                    aria-label={`${t('case.turnover.remove')}: ${nameOf(listing).slice(0, 60)}`}
                    onClick={() => acting.act({ type: 'remove-turnover', line: id })}
                  >
                    {t('case.turnover.remove')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Columns>
      )}
      {sums.length > 0 && (
        <>
          <dl className={styles.sums}>
            {sums.map(({ currency, amount }) => (
              <div key={currency}>
                <dt>{t('case.turnover.sum', { currency })}</dt>
                <dd className="figures">{money(amount, currency)}</dd>
              </div>
            ))}
          </dl>
          <Thresholds turnover={kase.turnover} />
        </>
      )}
      {adding && <LineForm listings={listings} acting={acting} onClose={() => setAdding(false)} />}
    </Card>
  )
}

/** A country's legal thresholds, beside the total in its currency. */
function Thresholds({ turnover: { thresholds } }: Pick<CaseDetailView, 'turnover'>): ReactNode {
  const { t, money } = useText()
  if (thresholds.length === 0) {
    return <p className={styles.fine}>{t('case.turnover.no-thresholds')}</p>
  }
  return (
    <>
      <h3 className={styles.small}>{t('case.turnover.thresholds')}</h3>
      <ul className={styles.thresholds}>
        {thresholds.map(({ country, line, article, says, amount, currency, verified, reached }) => (
          <li key={`${country} ${amount} ${currency}`}>
            <div>
              {t(`case.threshold.${line}`, { country, amount: money(amount, currency) })}{' '}
              <StateMark tone={reached ? 'waiting' : 'plain'}>
                {t(reached ? 'case.threshold.reached' : 'case.threshold.below')}
              </StateMark>{' '}
              <StateMark tone={verified ? 'good' : 'waiting'}>
                {t(verified ? 'legal-basis.verified' : 'legal-basis.not-verified')}
              </StateMark>
            </div>
            <div className={styles.fine}>
              <StoredSentence text={says} /> <span lang="en">({article})</span>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

type LineFormProps = Pick<TurnoverCardProps, 'listings' | 'acting'> & { onClose: () => void }

const amount = /^\d{1,12}(\.\d{1,4})?$/

function LineForm({ listings, acting, onClose }: LineFormProps): ReactNode {
  const { t } = useText()
  const known = listings.filter(({ inSight }) => inSight)
  const [listing, setListing] = useState('')
  const [units, setUnits] = useState('')
  const [price, setPrice] = useState('')
  const [currency, setCurrency] = useState('')
  const [source, setSource] = useState('')
  const choose = async (id: string): Promise<void> => {
    setListing(id)
    if (id === '') return
    // The listing's own figures are a first value; the person who adds the line is responsible for it.
    const { listing } = await server.listings.read({ params: { id } })
    setUnits(listing.unitsSold === undefined ? '' : String(listing.unitsSold))
    setPrice(listing.price?.amount ?? '')
    setCurrency(listing.price?.currency ?? '')
  }
  const ready =
    listing !== '' &&
    /^[1-9]\d{0,8}$/.test(units) &&
    amount.test(price) &&
    /^[A-Z]{3}$/.test(currency) &&
    source.trim() !== ''
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    acting.act({
      type: 'add-turnover',
      listing,
      units: Number(units),
      price,
      currency,
      source: source.trim(),
    })
    onClose()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="md">
        <NativeSelect
          label={t('case.turnover.listing')}
          value={listing}
          data={[
            { value: '', label: '–' },
            ...known.map((listing) => ({
              value: listing.listing,
              label: (listing.title ?? listing.externalId).slice(0, 100),
            })),
          ]}
          onChange={({ currentTarget }) => void choose(currentTarget.value)}
        />
        <Group gap="sm" grow align="end">
          <TextInput
            label={t('case.turnover.units')}
            inputMode="numeric"
            value={units}
            onChange={({ currentTarget }) => setUnits(currentTarget.value.trim())}
          />
          <TextInput
            label={t('case.turnover.price')}
            inputMode="decimal"
            value={price}
            onChange={({ currentTarget }) => setPrice(currentTarget.value.trim())}
          />
          <TextInput
            label={t('case.turnover.currency')}
            maxLength={3}
            value={currency}
            onChange={({ currentTarget }) => setCurrency(currentTarget.value.toUpperCase())}
          />
        </Group>
        <TextInput
          label={t('case.turnover.source')}
          description={t('case.turnover.source.hint')}
          maxLength={500}
          value={source}
          onChange={({ currentTarget }) => setSource(currentTarget.value)}
        />
        <Group gap="sm">
          <Button type="submit" disabled={!ready}>
            {t('case.turnover.add')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('state.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
