import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { inboxKey, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Denied, Page, QueryStatus } from '../../components/index.ts'
import { BrandForm } from './brand-form.tsx'
import { brandOf, emptyBrand, valuesOf, type BrandValues } from './brand-values.ts'
import { useBrand, type StoredBrand } from './catalog-queries.ts'

const route = getRouteApi('/member/catalog/brands/$id/edit')

/** Adds a brand by a form. */
export function NewBrandPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page title={t('brand.new')} lead={t('brand.new.description')}>
      {rights.changeCatalog ? <EditBrand stored={undefined} /> : <NotAllowed />}
    </Page>
  )
}

/** Changes a brand by the same form. */
export function EditBrandPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const brand = useBrand(id)
  const rights = permissionsOf(useMember())
  if (!brand.isSuccess) return <QueryStatus query={brand} />
  return (
    <Page title={t('brand.edit.of', { name: brand.data.brand.name })}>
      {rights.changeCatalog ? <EditBrand stored={brand.data} /> : <NotAllowed />}
    </Page>
  )
}

function NotAllowed(): ReactNode {
  const { t } = useText()
  return (
    <Card>
      <Denied>{t('brand.edit.denied')}</Denied>
    </Card>
  )
}

function EditBrand({ stored }: { stored: StoredBrand | undefined }): ReactNode {
  const { organisation } = useMember()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const save = useMutation({
    mutationFn: (values: BrandValues) => {
      const today = new Date().toISOString().slice(0, 10)
      const body = brandOf(values, { today, source: organisation.name }, stored?.brand)
      return server.catalog.putBrand({
        params: { id: body.id },
        headers: { 'if-match': `"${stored?.version ?? 0}"` },
        body,
      })
    },
    onSuccess: async ({ brand }) => {
      await Promise.all(
        [['brands'], ['brand', brand.id], ['inactive-brands'], inboxKey].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      )
      await navigate({ to: '/catalog/brands/$id', params: { id: brand.id } })
    },
  })
  const leave = (): void => {
    if (stored === undefined) void navigate({ to: '/catalog' })
    else void navigate({ to: '/catalog/brands/$id', params: { id: stored.brand.id } })
  }
  return (
    <BrandForm
      initial={stored === undefined ? emptyBrand() : valuesOf(stored.brand)}
      isNew={stored === undefined}
      error={save.error}
      isPending={save.isPending}
      onSave={save.mutate}
      onLeave={leave}
    />
  )
}
