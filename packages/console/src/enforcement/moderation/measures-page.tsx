import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { noticesOf } from '../appeal-components/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  Columns,
  Empty,
  Page,
  StateMark,
  useNow,
  Paged,
} from '../../components/index.ts'
import { useMeasures, type MeasureInForce } from './queries.ts'
import styles from './moderation.module.css'
import { uuidIn } from './moderation-steps.ts'
import { ModerationTabs } from './moderation-tabs.tsx'

/** Measures in force, each with the decision behind it. */
export function MeasuresPage(): ReactNode {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const [seller, setSeller] = useState('')
  const measures = useMeasures(seller === '' ? {} : { seller })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setSeller(typed.trim())
  }
  return (
    <Page
      title={t('measures.title')}
      lead={t('measures.description')}
      actions={permissionsOf(useMember()).moderate && <Propose />}
    >
      <ModerationTabs here="measures" />
      <form className={styles.filters} onSubmit={submit} role="search">
        <TextInput
          size="xs"
          aria-label={t('measures.seller')}
          placeholder={t('measures.seller')}
          maxLength={300}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button size="compact-sm" variant="default" type="submit">
          {t('measures.find')}
        </Button>
      </form>
      <Card>
        <Paged
          pages={measures}
          empty={<Empty title={t('measures.empty')}>{t('measures.empty.text')}</Empty>}
        >
          {(items) => (
            <Columns
              caption={t('measures.title')}
              heads={[
                t('measures.measure'),
                t('filings.listing'),
                t('statement-field.territory'),
                t('measures.since'),
                t('measures.until'),
                t('measures.by'),
              ]}
            >
              {items.map((one) => (
                <Row key={one.id} measure={one} />
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
    </Page>
  )
}

const sources = ['own-initiative', 'terms-report'] as const

/** Proposes a restriction without a notice; the next page asks for its statement of reasons. */
function Propose(): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const [listing, setListing] = useState('')
  const [source, setSource] = useState<(typeof sources)[number]>('own-initiative')
  const id = uuidIn(listing)
  return (
    <ConfirmButton
      label={t('own-initiative.propose')}
      title={t('own-initiative.propose')}
      text={t('restriction.description')}
      ready={id !== undefined}
      run={async () => {
        const { proceeding } = await server.moderation.own({ body: { listing: id ?? '', source } })
        await navigate({ to: '/moderation/restrictions/$id', params: { id: proceeding } })
      }}
      button={{ variant: 'default' }}
    >
      <TextInput
        label={t('moderation-field.listing')}
        description={t('moderation-field.listing.hint')}
        maxLength={500}
        value={listing}
        onChange={({ currentTarget }) => setListing(currentTarget.value)}
      />
      <NativeSelect
        label={t('own-initiative.source')}
        value={source}
        data={sources.map((value) => ({ value, label: t(`own-initiative.source.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setSource(sources.find((one) => one === value) ?? 'own-initiative')
        }
      />
    </ConfirmButton>
  )
}

/** The restricted listing by its title, or the seller’s account. */
function Subject({ measure }: { measure: MeasureInForce }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const { listing, about } = measure
  const seller = about.seller ?? measure.seller
  const place = [seller, about.marketplace && marketplaceName(about.marketplace)]
    .filter((one) => one !== null && one !== '')
    .join(' · ')
  if (listing === null) return place === '' ? '–' : place
  const title = about.listing ?? t('moderation.open-listing')
  return (
    <span className={styles.filing}>
      <ListingThumbnail listing={listing} title={title} size="small" />
      <span>
        <Link to="/listings/$id" params={{ id: listing }}>
          <VisibleText text={title} />
        </Link>
        {place !== '' && <div className={styles.fine}>{place}</div>}
      </span>
    </span>
  )
}

const week = 7 * 86_400_000

function Row({ measure: one }: { measure: MeasureInForce }): ReactNode {
  const { t, day, list, locale } = useText()
  const now = useNow()
  const [notice] = noticesOf([one.instance])
  const { endsOn } = one
  const isSoon = endsOn !== null && Date.parse(endsOn) - now < week
  return (
    <tr>
      <td>{one.words ?? t(`measure.${one.measure}`)}</td>
      <td className="stranger">
        <Subject measure={one} />
      </td>
      <td>{list(one.territory.map((code) => regionName(locale, code)))}</td>
      <td className="short">{day(one.startsOn)}</td>
      <td className="short">
        {endsOn === null ? (
          t('measure.no-end')
        ) : isSoon ? (
          <StateMark tone="waiting">{day(endsOn)}</StateMark>
        ) : (
          day(endsOn)
        )}
      </td>
      <td>
        {notice ? (
          <Link
            to="/moderation/notices/$id"
            params={{ id: notice.id }}
            search={notice.item === 0 ? {} : { item: notice.item }}
          >
            {t('measures.undo')}
          </Link>
        ) : (
          <Link to="/moderation/restrictions/$id" params={{ id: one.proceeding }}>
            {t('measures.own')}
          </Link>
        )}
      </td>
    </tr>
  )
}
