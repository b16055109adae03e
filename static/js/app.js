// Comfort on top of pages that work without it: theme, copying, keys, density, the service picker.
// No inline styles, no eval: the pages' CSP forbids both.
(() => {
  'use strict';
  const root = document.documentElement;
  const $ = (sel, from = document) => from.querySelector(sel);
  const $$ = (sel, from = document) => [...from.querySelectorAll(sel)];
  const make = (tag, props = {}, ...kids) => {
    const el = document.createElement(tag);
    for (const [k, v] of Object.entries(props)) k in el ? (el[k] = v) : el.setAttribute(k, v);
    el.append(...kids);
    return el;
  };
  const cookie = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  };
  const kept = (key, value) => {
    try { return value === undefined ? localStorage.getItem(key) : localStorage.setItem(key, value); } catch { return null; }
  };

  let hush;
  function say(text) {
    const box = $('#say');
    if (!box) return;
    box.textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => { box.textContent = ''; }, 4000);
  }

  // Theme and density live in cookies, so that the server draws the next page right at once.
  document.addEventListener('submit', (e) => {
    if (!e.target.matches('[data-themes]') || !e.submitter) return;
    e.preventDefault();
    root.dataset.theme = e.submitter.value;
    cookie('theme', e.submitter.value);
    $$('[data-themes] button').forEach((b) => b.setAttribute('aria-pressed', b.value === e.submitter.value));
  });

  async function copy(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* plain http, or refused */ }
    const area = make('textarea', { value: text, className: 'visually-hidden', readOnly: true });
    document.body.append(area);
    area.select();
    let done = false;
    try { done = document.execCommand('copy'); } catch { /* said below */ }
    area.remove();
    return done;
  }

  document.addEventListener('click', async (e) => {
    const hit = (sel) => e.target.closest(sel);
    const copier = hit('[data-copy]');
    if (copier) {
      const done = await copy(copier.dataset.copy);
      say(done ? 'Copied' : 'Could not copy: select the text and copy it by hand');
      const use = $('use', copier);
      if (done && use) {
        const was = use.getAttribute('href');
        if (!copier.hasAttribute('data-done')) setTimeout(() => { use.setAttribute('href', was); copier.removeAttribute('data-done'); }, 1500);
        copier.setAttribute('data-done', '');
        use.setAttribute('href', was.replace(/#.*/, '#check'));
      }
      copier.focus({ preventScroll: true });
    } else if (hit('[data-density-toggle]')) {
      const compact = root.dataset.density !== 'compact';
      root.dataset.density = compact ? 'compact' : 'cosy';
      cookie('density', root.dataset.density);
      hit('[data-density-toggle]').setAttribute('aria-pressed', compact);
    } else if (hit('[data-help]')) help();
    else if (hit('[data-bulk-copy]')) {
      const ids = boxes().length ? boxes().filter((box) => box.checked).map((box) => box.value) : $$('tr[aria-selected="true"]').map((r) => r.dataset.row);
      say(await copy(ids.join(',')) ? `Copied ${ids.length} ids` : 'Could not copy');
    } else if (hit('[data-bulk-clear]')) {
      $$('tr[aria-selected="true"]').forEach((r) => select(r, false));
      boxes().forEach((box) => { box.checked = false; });
      count();
    }
    if (e.target === $('#keys')) $('#keys').close();
    // a click beside an open menu closes it
    $$('details.pop[open]').forEach((d) => { if (!d.contains(e.target)) d.open = false; });
  });

  // One submit only. The event comes after the browser's own validation, so a form that was held back can be sent again.
  document.addEventListener('submit', (e) => {
    const form = e.target;
    // A file leaves the page where it is.
    if (e.defaultPrevented || form.method !== 'post' || e.submitter?.hasAttribute('data-file')) return;
    if (form.getAttribute('aria-busy') === 'true') e.preventDefault();
    else form.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', () => $$('form[aria-busy]').forEach((f) => f.removeAttribute('aria-busy')));
  document.addEventListener('htmx:afterRequest', (e) => { if (e.target.matches?.('form')) e.target.removeAttribute('aria-busy'); });

  // Fragments
  document.addEventListener('htmx:afterSwap', (e) => {
    enhance(document);
    const live = $('[data-live-state]');
    if (live && e.detail.target.dataset?.liveState && live.dataset.liveState !== e.detail.target.dataset.liveState) say(`Now: ${live.dataset.liveState}`);
  });
  let lost = false;
  const failed = (e) => {
    if (e.detail.xhr?.status === 401) location.reload();
    else if (!lost) say('Could not reach the panel; still trying');
    lost = true;
  };
  document.addEventListener('htmx:responseError', failed);
  document.addEventListener('htmx:sendError', failed);
  document.addEventListener('htmx:afterOnLoad', () => { lost = false; });

  // Rows
  const rows = () => $$('tr[data-row]');
  const current = () => $('tr[data-cursor]');
  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
    all[at]?.removeAttribute('data-cursor');
    next.setAttribute('data-cursor', '');
    next.scrollIntoView({ block: 'nearest' });
    $('a', next)?.focus({ preventScroll: true });
  }
  function select(row, on = row.getAttribute('aria-selected') !== 'true') {
    on ? row.setAttribute('aria-selected', 'true') : row.removeAttribute('aria-selected');
    const bar = $('[data-bulk]');
    if (!bar) return;
    const n = $$('tr[aria-selected="true"]').length;
    bar.hidden = n === 0;
    $('[data-bulk-count]', bar).textContent = n;
  }

  // Numbers that are copied from a column stay apart in the search box, which has one line.
  document.addEventListener('paste', (e) => {
    const text = e.clipboardData?.getData('text') ?? '';
    if (!e.target.matches?.('[data-search]') || !/\n./.test(text)) return;
    e.preventDefault();
    e.target.setRangeText(text.trim().replace(/\s*\n\s*/g, ' '), e.target.selectionStart, e.target.selectionEnd, 'end');
  });
  // What was opened in a part stays open when the part is drawn again.
  let opened = [];
  document.addEventListener('htmx:beforeSwap', () => { opened = $$('details[id][open]').map((d) => d.id); });
  document.addEventListener('htmx:afterSettle', () => opened.forEach((id) => { const d = document.getElementById(id); if (d) d.open = true; }));

  // Boxes to tick: all at once, and how many.
  const boxes = () => $$('.table [name="ids"]');
  function count() {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).length;
    $$('[data-tick-count]').forEach((el) => { el.textContent = ticked; });
    $$('[data-tick-all]').forEach((el) => { el.checked = ticked > 0 && ticked === all.length; el.indeterminate = ticked > 0 && ticked < all.length; });
  }
  document.addEventListener('change', (e) => {
    if (e.target.matches('[data-tick-all]')) boxes().forEach((box) => { box.checked = e.target.checked; });
    if (e.target.matches('[data-tick-all], [name="ids"]')) count();
  });
  addEventListener('pageshow', count);

  // Keys
  const keysOn = () => kept('keys') !== 'off';
  function help() {
    const dialog = $('#keys');
    if (!dialog) return;
    $('#keys-on').checked = keysOn();
    dialog.showModal();
  }
  $('#keys-on')?.addEventListener('change', (e) => kept('keys', e.target.checked ? 'on' : 'off'));
  let goes = 0;
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || e.isComposing) return;
    if (e.key === 'Escape') {
      const open = $('details.pop[open]');
      if (open) { open.open = false; $('summary', open).focus(); } else if (e.target.matches('[data-search]')) e.target.blur();
      else { $$('tr[aria-selected="true"]').forEach((r) => select(r, false)); current()?.removeAttribute('data-cursor'); }
      return;
    }
    if (e.target.matches('input, textarea, select, [contenteditable]') || $('dialog[open]') || !keysOn()) return;
    const go = (key) => { const a = $(`[data-go="${key}"]`); if (a) location.assign(a.href); };
    if (Date.now() - goes < 1500 && /^[a-z]$/.test(e.key)) { goes = 0; go(e.key); return; }
    switch (e.key) {
      case '/': $('[data-search]')?.focus(); $('[data-search]')?.select(); break;
      case '?': help(); break;
      case 'n': location.assign('/new'); break;
      case 'g': goes = Date.now(); break;
      case 'j': move(1); break;
      case 'k': move(-1); break;
      case 'x': {
        const box = current() && $('[name="ids"]', current());
        if (box) box.click(); else if (current()) select(current());
        break;
      }
      case ']': $('a[rel="next"]')?.click(); break;
      case '[': $('a[rel="prev"]')?.click(); break;
      case 'Enter': {
        if (e.target.closest('a, button, summary') || !current()) return;
        $('a', current())?.click();
        break;
      }
      default: return;
    }
    e.preventDefault();
  });

  // The service picker: an ARIA 1.2 combobox over a plain grouped <select data-picker>.
  const SHOWN = 100;
  let pickers = 0;
  function picker(list) {
    const id = `picker-${++pickers}`;
    const icon = list.dataset.icons;
    const item = (value, name, rate, range, badges, group) => ({ value, name, rate, range, badges, group, words: `${value} ${name} ${group}`.toLowerCase() });
    let items = $$('option', list).filter((o) => o.value).map((o) => item(o.value, o.dataset.name, o.dataset.rate, o.dataset.range, o.dataset.badges, o.parentElement.label || ''));
    // A long list is not in the page; the browser keeps it until its address changes.
    let source = list.dataset.source;
    async function load() {
      if (!source) return;
      const from = source;
      source = '';
      try {
        const answer = await fetch(from, { credentials: 'same-origin' });
        if (!answer.ok) throw new Error(answer.status);
        items = (await answer.json()).flatMap(([group, all]) => all.map(([id, ...rest]) => item(String(id), ...rest, group)));
        if (!pop.hidden) draw();
      } catch {
        source = from;
        say('The list of services could not be read; try again');
      }
    }
    const label = $(`label[for="${list.id}"]`);
    const input = make('input', {
      className: 'input', type: 'text', id: `${id}-input`, autocomplete: 'off', spellcheck: false, role: 'combobox',
      placeholder: `Search ${Number(list.dataset.count || items.length).toLocaleString('en')} services by name, number or category`,
      'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-describedby': `${id}-note`,
    });
    const box = make('div', { className: 'picker-list', id: `${id}-list`, role: 'listbox', 'aria-label': 'Services' });
    const note = make('p', { className: 'picker-note', id: `${id}-note`, role: 'status' });
    const pop = make('div', { className: 'picker-pop', hidden: true }, box, note);
    const wrap = make('div', { className: 'picker search' });
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    use.setAttribute('href', `${icon}#search`);
    svg.append(use);
    wrap.append(svg, input, pop);
    list.after(wrap);
    list.hidden = true;
    if (label) label.htmlFor = input.id;

    let shown = [];
    let active = -1;
    const named = () => { const it = items.find((i) => i.value === list.value); return it ? `${it.value} · ${it.name}` : ''; };
    input.value = named();

    function mark(n, scroll = true) {
      shown[active]?.el.classList.remove('active');
      active = n;
      const at = shown[n];
      if (!at) { input.removeAttribute('aria-activedescendant'); return; }
      at.el.classList.add('active');
      input.setAttribute('aria-activedescendant', at.el.id);
      if (scroll) at.el.scrollIntoView({ block: 'nearest' });
    }
    function draw() {
      const words = input.value === named() ? [] : input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = items.filter((i) => words.every((w) => i.words.includes(w)));
      shown = [];
      active = -1;
      box.replaceChildren();
      let group; let groupEl;
      const chosen = words.length ? -1 : found.findIndex((i) => i.value === list.value);
      const from = Math.max(0, Math.min(chosen - 20, found.length - SHOWN));
      found.slice(from, from + SHOWN).forEach((it, n) => {
        if (it.group !== group) {
          group = it.group;
          groupEl = make('div', { className: 'picker-group', role: 'group', 'aria-labelledby': `${id}-g${n}` }, make('div', { id: `${id}-g${n}`, textContent: group }));
          box.append(groupEl);
        }
        const el = make('div', { className: 'picker-option', id: `${id}-o${n}`, role: 'option', 'aria-selected': String(it.value === list.value) },
          make('span', { textContent: it.name }), make('span', { textContent: it.rate }),
          make('span', { textContent: [`№ ${it.value}`, it.badges].filter(Boolean).join(' · ') }), make('span', { textContent: it.range }));
        el.addEventListener('click', () => pick(it));
        groupEl.append(el);
        shown.push({ el, it });
      });
      const more = found.length - shown.length;
      note.textContent = found.length === 0 ? 'No service matches. Try fewer words.' : more > 0 ? `${found.length.toLocaleString('en')} services; ${shown.length} shown. Type to narrow.` : `${found.length} service${found.length === 1 ? '' : 's'}`;
      mark(words.length && shown.length ? 0 : shown.findIndex((s) => s.it.value === list.value));
    }
    function open() {
      if (!pop.hidden) return;
      pop.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      draw();
    }
    function close() {
      pop.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
      input.value = named();
    }
    function pick(it) {
      const changed = list.value !== it.value;
      if (![...list.options].some((o) => o.value === it.value)) list.append(make('option', { value: it.value, textContent: it.name }));
      list.value = it.value;
      close();
      input.focus();
      input.select();
      if (changed) list.dispatchEvent(new Event('change', { bubbles: true }));
    }
    pop.addEventListener('mousedown', (e) => e.preventDefault());
    input.addEventListener('focus', () => { load(); input.select(); });
    input.addEventListener('click', open);
    input.addEventListener('input', () => { pop.hidden ? open() : draw(); });
    input.addEventListener('blur', close);
    input.addEventListener('keydown', (e) => {
      const last = shown.length - 1;
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[e.key];
      if (step) {
        e.preventDefault();
        if (pop.hidden) { open(); if (active < 0) mark(step > 0 ? 0 : last); } else if (active < 0) mark(step > 0 ? 0 : last);
        else if (Math.abs(step) > 1) mark(Math.min(last, Math.max(0, active + step)));
        else mark((active + step + last + 1) % (last + 1));
      } else if (e.key === 'Enter' && !pop.hidden) {
        e.preventDefault();
        if (shown[active]) pick(shown[active].it);
      } else if (e.key === 'Escape' && !pop.hidden) {
        e.preventDefault();
        e.stopPropagation();
        close();
      }
    });
  }

  function enhance(from) {
    $$('select[data-picker]:not([hidden])', from).forEach(picker);
  }
  enhance(document);
  $('[data-focus]')?.focus();
})();
