import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Denied,
  DraftRestored,
  Empty,
  Page,
  QueryStatus,
  SubmitButton,
  useKeptDraft,
} from '../../components/index.ts'
import { useWatchableBrands, type WatchableBrand, watchesKey } from '../watch-components/index.ts'
import { FirstRunPreview } from './first-run-preview.tsx'
import { sampleMarket } from './site-choice.ts'
import styles from './watch-form.module.css'
import { WatchFields } from './watch-form.tsx'
import { emptyWatch, faultsOf, inputOf } from './watch-values.ts'

/** The form for a new watch. */
export function NewWatchPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page title={t('watches.new')} lead={t('watches.new.description')} narrow>
      {rights.watchSites ? <WithBrands /> : <Denied>{t('watches.denied')}</Denied>}
    </Page>
  )
}

function WithBrands(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const brands = useWatchableBrands()
  if (!brands.isSuccess) return <QueryStatus query={brands} />
  if (brands.data.length > 0) return <WatchForm brands={brands.data} />
  return (
    <Empty
      title={t('watches.no-brand')}
      icon="catalog"
      actions={
        rights.claimBrands ? (
          <Button renderRoot={(props) => <Link to="/catalog/claims/new" {...props} />}>
            {t('watches.no-brand.claim')}
          </Button>
        ) : (
          <Button variant="default" renderRoot={(props) => <Link to="/catalog" {...props} />}>
            {t('nav.catalog')}
          </Button>
        )
      }
    >
      {t(rights.claimBrands ? 'watches.no-brand.text' : 'watches.no-brand.ask')}
    </Empty>
  )
}

function WatchForm({ brands }: { brands: readonly WatchableBrand[] }): ReactNode {
  const { t } = useText()
  const { person, organisation } = useMember()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [only] = brands
  const first = { ...emptyWatch, brand: brands.length === 1 && only ? only.id : '' }
  const draft = useKeptDraft({ author: person.id, about: `watch.${organisation.id}` }, first)
  const values = draft.value
  const [attempts, setAttempts] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [attempts])
  const brand = brands.find(({ id }) => id === values.brand)
  const faults = faultsOf(values)
  const create = useMutation({
    mutationFn: () => server.watches.create({ body: inputOf(values, brand?.name ?? values.brand) }),
    onSuccess: async ({ id }) => {
      draft.clear()
      void queries.invalidateQueries({ queryKey: watchesKey })
      await navigate({ to: '/watches/$id', params: { id } })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setAttempts(attempts + 1)
    if (Object.keys(faults).length === 0) create.mutate()
  }
  const trySample = (): void => {
    const chosen = brand ?? only
    draft.setValue({
      ...values,
      brand: chosen?.id ?? '',
      site: sampleMarket,
      connector: '',
      queries: chosen?.words[0] ?? '',
      name: '',
    })
  }
  return (
    <Card>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <DraftRestored draft={draft} />
          {values.site === '' && <SampleChoice onTry={trySample} />}
          <WatchFields
            values={values}
            onChange={(next) => {
              create.reset()
              draft.setValue(next)
            }}
            brands={brands}
            words={brand?.words ?? []}
            brandName={brand?.name ?? ''}
            faults={attempts > 0 ? faults : {}}
            error={create.error}
          />
          <FirstRunPreview values={values} />
          <SubmitButton
            isPending={create.isPending}
            missing={false}
            beside={
              <Button variant="default" renderRoot={(props) => <Link to="/watches" {...props} />}>
                {t('state.cancel')}
              </Button>
            }
          >
            {t('watches.create')}
          </SubmitButton>
        </Stack>
      </form>
    </Card>
  )
}

function SampleChoice({ onTry }: { onTry: () => void }): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.sample}>
      <Button variant="light" onClick={onTry}>
        {t('watches.sample')}
      </Button>
      <p className={styles.fine}>{t('watches.sample.text')}</p>
    </div>
  )
}
