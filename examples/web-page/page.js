import { grantsOfTenYears, openSchemes, runningAgreements } from './data.js'

/** Draws what data.js reads. Texts of others are set as text, never as HTML. */

const asked = new URLSearchParams(location.search)
const api = asked.get('api') ?? document.querySelector('meta[name=api]').content
const municipality = asked.get('kommun') ?? document.querySelector('meta[name=municipality]').content
const kronor = new Intl.NumberFormat('sv-SE', {
  style: 'currency',
  currency: 'SEK',
  maximumFractionDigits: 2,
  trailingZeroDisplay: 'stripIfInteger'
})
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'long', timeZone: 'UTC' })
const onDay = text => day.format(new Date(text))
const place = id => document.getElementById(id)

function element(name, text, ...children) {
  const made = document.createElement(name)
  made.append(...(text === null ? [] : [text]), ...children)
  return made
}

/** A name that leads to the municipality's own page, where that is a web address. */
function titleOf({ name, sourceUrl }) {
  if (!/^https?:\/\//.test(sourceUrl ?? '')) return element('h3', name)
  const link = element('a', name)
  link.href = sourceUrl
  return element('h3', null, link)
}

/** Shows a list, or why there is none. */
function show(id, rows, { none, notPublished }, item) {
  const list = place(id)
  if (rows?.length > 0) list.replaceChildren(...rows.map(row => element('li', null, ...item(row).filter(Boolean))))
  else list.replaceWith(element('p', rows ? none : notPublished))
}

function showSchemes(schemes) {
  const words = { none: 'Inget bidrag går att söka just nu.', notPublished: 'Kommunen publicerar inte sina bidrag.' }
  show('schemes', schemes, words, scheme => [
    titleOf(scheme),
    element('p', scheme.closesOn ? `Sök senast ${onDay(scheme.closesOn)}` : 'Går att söka löpande'),
    scheme.description && element('p', scheme.description),
    scheme.bodyName && element('p', scheme.bodyName)
  ])
}

function showAgreements(agreements) {
  const words = { none: 'Inget partnerskap pågår.', notPublished: 'Kommunen publicerar inte sina avtal.' }
  show('agreements', agreements, words, ({ title, partners, purpose, endsOn, isCertain }) => [
    element('h3', title),
    partners.length > 0 && element('p', `Med ${partners.join(', ')}`),
    purpose && element('p', purpose),
    element(
      'p',
      `${isCertain ? '' : 'Pågår kanske. '}${endsOn ? `Till och med ${onDay(endsOn)}` : 'Slutdag är inte känd'}`
    )
  ])
}

function showGrants(years) {
  if (years === null) return place('grants').replaceChildren(element('p', 'Kommunen publicerar inte sina beslut.'))
  const rows = years.map(({ year, ore, count, unknownCount }) => {
    const head = element('th', String(year))
    head.scope = 'row'
    const sum = `${kronor.format(ore / 100)}${unknownCount > 0 ? ` (och ${unknownCount} utan belopp)` : ''}`
    return element('tr', null, head, element('td', String(count)), element('td', sum))
  })
  place('years').replaceChildren(...rows)
  const draw = () => drawGrants(years)
  draw()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
}

let chart
/** The colours are those of the style sheet, light or dark. */
function drawGrants(years) {
  const style = getComputedStyle(document.documentElement)
  const [ink, line, bar] = ['--ink', '--line', '--bar'].map(name => style.getPropertyValue(name))
  const ticks = { color: ink, font: { family: getComputedStyle(document.body).fontFamily, size: 13 } }
  chart?.destroy()
  chart = new Chart(place('chart'), {
    type: 'bar',
    data: {
      labels: years.map(({ year }) => year),
      datasets: [{ data: years.map(({ ore }) => ore / 100), backgroundColor: bar, maxBarThickness: 48 }]
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: ({ raw }) => kronor.format(raw) } } },
      scales: {
        x: { grid: { display: false }, border: { color: line }, ticks },
        y: {
          beginAtZero: true,
          grid: { color: line },
          border: { display: false },
          ticks: { ...ticks, maxTicksLimit: 6, callback: value => onAxis(value) }
        }
      }
    }
  })
}

const whole = new Intl.NumberFormat('sv-SE', { maximumFractionDigits: 1 })
/** Short enough for an axis on a small screen. */
const onAxis = value => (value >= 1_000_000 ? `${whole.format(value / 1_000_000)} mn kr` : `${whole.format(value)} kr`)

/** Swedish today: the year that the chart ends with. */
const thisYear = Number(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', year: 'numeric' }).format())

try {
  const asks = [
    openSchemes(api, municipality),
    runningAgreements(api, municipality),
    grantsOfTenYears(api, municipality, thisYear)
  ]
  const [schemes, agreements, years] = await Promise.all(asks)
  showSchemes(schemes)
  showAgreements(agreements)
  showGrants(years)
  document.documentElement.dataset.state = 'shown'
} catch (error) {
  document.documentElement.dataset.state = 'failed'
  place('message').textContent = 'Uppgifterna kunde inte hämtas. Försök igen om en stund.'
  console.error(error)
}
