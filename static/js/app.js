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
    const [before, after] = location.protocol === 'https:' ? ['__Host-', '; secure'] : ['', ''];
    document.cookie = `${before}${name}=${value}; path=/; max-age=31536000; samesite=lax${after}`;
  };
  // What is said here comes with the page, in its language.
  const words = JSON.parse(document.body.dataset.words);
  const fill = (text, parts) => text.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
  const number = (n) => n.toLocaleString(root.lang, { numberingSystem: 'latn' });

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

  // Whoever signs out in one tab has signed out in all. The others leave their page as soon as the session has ended.
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('sign-out') : undefined;
  tabs?.addEventListener('message', () => setTimeout(() => location.replace('/'), 2000));
  document.addEventListener('submit', (e) => { if (e.target.getAttribute('action') === '/sign-out') tabs?.postMessage(''); });

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
    const copier = hit('[data-copy], [data-copy-of]');
    if (copier) {
      const done = await copy(copier.dataset.copy ?? document.getElementById(copier.dataset.copyOf).textContent);
      say(done ? words.copied : words.notCopied);
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
      say(await copy(ids.join(',')) ? fill(words.idsCopied, { count: number(ids.length) }) : words.idsNotCopied);
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
    $$('[data-said]').forEach((el) => { say(el.dataset.said); el.remove(); });
    const live = $('[data-live-state]');
    if (live && e.detail.target.dataset?.liveState && live.dataset.liveState !== e.detail.target.dataset.liveState) say(fill(words.now, { state: live.dataset.liveState }));
  });
  // The server asks for the password first, with a page of its own: the form goes again as it would without this script.
  document.addEventListener('htmx:beforeOnLoad', (e) => {
    if (!e.detail.xhr.getResponseHeader('x-whole-page')) return;
    e.preventDefault();
    const sent = e.detail.elt;
    (sent.form ?? sent.closest('form')).requestSubmit(sent.form ? sent : undefined);
  });
  let lost = false;
  const failed = (e) => {
    if (e.detail.xhr?.status === 401) location.reload();
    else if (!lost) say(words.lost);
    lost = true;
  };
  document.addEventListener('htmx:responseError', failed);
  document.addEventListener('htmx:sendError', failed);
  document.addEventListener('htmx:afterOnLoad', () => { lost = false; });

  // What moves. The server tells which orders moved, and their rows are asked for again. Without such a stream, they are asked for every few seconds.
  let stream;
  let looks;
  let missed = false;
  function moved(ids) {
    for (const el of $$('[data-live]')) {
      if (ids && !el.dataset.live.split(',').some((id) => ids.has(id))) continue;
      if (el.classList.contains('htmx-request')) missed = true; else htmx.trigger(el, 'moved');
    }
  }
  document.addEventListener('htmx:afterSettle', () => { if (missed) { missed = false; moved(); } });
  function watch() {
    const balance = $('#balance');
    if (document.hidden || stream || looks || !(balance || $('[data-live]'))) return;
    const poll = () => { looks = setInterval(() => { if (!document.hidden) moved(); }, 3000); };
    if (!window.EventSource) { poll(); return; }
    stream = new EventSource(document.body.classList.contains('admin') ? '/admin/live' : '/live');
    stream.onopen = () => moved();
    stream.addEventListener('orders', (e) => moved(e.data === 'all' ? null : new Set(e.data.split(','))));
    stream.addEventListener('balance', (e) => { const now = $('#balance'); if (now) [now.textContent, now.title] = e.data.split('\n'); });
    stream.addEventListener('notices', (e) => { const now = $('#bell'); if (now) { let name; [$('b', now).textContent, name] = e.data.split('\n'); now.title = name; now.setAttribute('aria-label', name); } });
    stream.onerror = () => { if (stream?.readyState === EventSource.CLOSED) { stream = null; poll(); } };
  }
  function unwatch() { stream?.close(); stream = null; }
  document.addEventListener('visibilitychange', () => { document.hidden ? unwatch() : watch(); });
  addEventListener('pagehide', unwatch);
  addEventListener('pageshow', watch);

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
  const keysOn = () => !document.cookie.includes('keys=off');
  function help() {
    const dialog = $('#keys');
    if (!dialog) return;
    $('#keys-on').checked = keysOn();
    dialog.showModal();
  }
  $('#keys-on')?.addEventListener('change', (e) => cookie('keys', e.target.checked ? 'on' : 'off'));
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

  // An ARIA 1.2 combobox whose list the server draws anew at each key. `address` says where; `pick` takes the chosen option.
  const KEY_MS = 60;
  let combos = 0;
  function icon(sprite, name) {
    const [svg, use] = ['svg', 'use'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    use.setAttribute('href', `${sprite}#${name}`);
    svg.append(use);
    return svg;
  }
  function combobox(input, name, address, pick, chosen = () => null) {
    const id = `combo-${++combos}`;
    const box = make('div', { className: 'picker-list', id: `${id}-list`, role: 'listbox', 'aria-label': name });
    const note = make('p', { className: 'picker-note', id: `${id}-note`, role: 'status' });
    input.id = `${id}-input`;
    for (const [k, v] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': box.id, 'aria-describedby': note.id })) input.setAttribute(k, v);
    let shown = [];
    let active = -1;
    let timer;
    let turn = 0;
    let waits = false; // for an answer; Enter then waits, too
    let enter = false;
    let typed = false;
    function mark(n) {
      shown[active]?.classList.remove('active');
      active = n;
      const at = shown[n];
      if (!at) { input.removeAttribute('aria-activedescendant'); return; }
      at.classList.add('active');
      input.setAttribute('aria-activedescendant', at.id);
      at.scrollIntoView({ block: 'nearest' });
    }
    async function draw() {
      const mine = ++turn;
      waits = true;
      try {
        const answer = await fetch(address(), { headers: { 'HX-Request': 'true' } });
        if (answer.status === 401) { location.reload(); return; }
        if (!answer.ok) throw new Error(answer.status);
        const html = await answer.text();
        if (mine !== turn) return;
        box.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
        note.textContent = $('[data-note]', box).textContent;
        shown = $$('[role="option"]', box);
        shown.forEach((el, n) => { el.id = `${id}-o${n}`; });
        active = -1;
        const at = shown.findIndex((el) => el.dataset.value === chosen());
        mark(at < 0 && typed ? 0 : at);
      } catch {
        if (mine === turn) note.textContent = words.listFailed;
      }
      if (mine !== turn) return;
      // More was typed meanwhile: this list is not the last one.
      if (timer) return;
      waits = false;
      if (enter && shown[active]) pick(shown[active]);
      enter = false;
    }
    function later() {
      waits = typed = true;
      clearTimeout(timer);
      timer = setTimeout(() => { timer = 0; draw(); }, KEY_MS);
    }
    function forget() {
      clearTimeout(timer);
      timer = 0;
      turn++;
      waits = enter = typed = false;
      input.removeAttribute('aria-activedescendant');
    }
    box.addEventListener('click', (e) => { const el = e.target.closest('[role="option"]'); if (el) pick(el); });
    // Answers whether the key was one of the list's.
    function key(e) {
      const last = shown.length - 1;
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[e.key];
      if (step && active < 0) mark(step > 0 ? 0 : last);
      else if (step && Math.abs(step) > 1) mark(Math.min(last, Math.max(0, active + step)));
      else if (step) mark((active + step + last + 1) % (last + 1));
      else if (e.key !== 'Enter') return;
      else if (waits) enter = true;
      else if (shown[active]) pick(shown[active]);
      e.preventDefault();
    }
    return { box, note, draw, later, forget, key };
  }

  // The service picker: a combobox over a plain grouped <select data-picker>. On a phone it takes the whole screen.
  function picker(list) {
    const sprite = list.dataset.icons;
    const named = () => { const o = list.selectedOptions[0]; return o?.value ? `${o.value} · ${o.dataset.name}` : ''; };
    const input = make('input', {
      className: 'input', type: 'text', autocomplete: 'off', spellcheck: false, value: named(),
      placeholder: fill(words.searchServices, { count: number(Number(list.dataset.count)) }),
    });
    const address = () => {
      const find = input.value === named() ? '' : input.value.trim();
      return `/new/services?${new URLSearchParams({ find, category: list.dataset.category || '', service: list.value })}`;
    };
    const combo = combobox(input, words.services, address, pick, () => list.value);
    const pop = make('div', { className: 'picker-pop', hidden: true }, combo.box, combo.note);
    const shut = make('button', { className: 'button quiet square picker-shut', type: 'button', 'aria-label': words.closeList }, icon(sprite, 'x'));
    const wrap = make('div', { className: 'picker search' }, icon(sprite, 'search'), input, shut, pop);
    list.after(wrap);
    list.hidden = true;
    const label = $(`label[for="${list.id}"]`);
    if (label) label.htmlFor = input.id;
    function show(on) {
      pop.hidden = !on;
      wrap.classList.toggle('open', on);
      input.setAttribute('aria-expanded', String(on));
      if (on) combo.draw(); else { combo.forget(); input.value = named(); }
    }
    function pick(el) {
      const { value, name } = el.dataset;
      const changed = list.value !== value;
      if (![...list.options].some((o) => o.value === value)) list.append(make('option', { value, textContent: name, 'data-name': name }));
      list.value = value;
      show(false);
      input.focus();
      input.select();
      if (changed) list.dispatchEvent(new Event('change', { bubbles: true }));
    }
    for (const el of [pop, shut]) el.addEventListener('mousedown', (e) => e.preventDefault());
    shut.addEventListener('click', () => show(false));
    input.addEventListener('focus', () => input.select());
    input.addEventListener('click', () => { if (pop.hidden) show(true); });
    input.addEventListener('input', () => { pop.hidden ? show(true) : combo.later(); });
    input.addEventListener('blur', () => show(false));
    input.addEventListener('keydown', (e) => {
      if (e.key === 'Escape' && !pop.hidden) { e.preventDefault(); e.stopPropagation(); show(false); } else if (!pop.hidden) combo.key(e);
      else if (['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'].includes(e.key)) { e.preventDefault(); show(true); }
    });
    const chips = $('[data-picker-chips]');
    chips?.addEventListener('click', (e) => {
      const chip = e.target.closest('a');
      if (!chip || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      list.dataset.category = new URL(chip.href).searchParams.get('category') || '';
      $$('a', chips).forEach((a) => { a === chip ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current'); });
      input.focus();
      pop.hidden ? show(true) : combo.draw();
    });
  }

  // A provider's service, by its number there or by words of its name.
  function offers(input) {
    const { provider, cost } = input.form.elements;
    const [label, hint] = [$(`label[for="${input.id}"]`), input.getAttribute('aria-describedby')];
    const address = () => `${input.dataset.offers}?${new URLSearchParams({ provider: provider.value, q: input.value.trim() })}`;
    const combo = combobox(input, 'Services of the provider', address, pick);
    const pop = make('div', { className: 'picker-pop', hidden: true }, combo.box, combo.note);
    const wrap = make('div', { className: 'picker' });
    input.replaceWith(wrap);
    wrap.append(input, pop);
    label.htmlFor = input.id;
    input.setAttribute('aria-describedby', `${hint} ${combo.note.id}`);
    function show(on) {
      pop.hidden = !on;
      input.setAttribute('aria-expanded', String(on));
      if (on) combo.draw(); else combo.forget();
    }
    function pick(el) {
      input.value = el.dataset.value;
      cost.placeholder = el.dataset.cost;
      show(false);
      input.focus();
    }
    pop.addEventListener('mousedown', (e) => e.preventDefault());
    input.addEventListener('click', () => { if (pop.hidden) show(true); });
    input.addEventListener('input', () => { pop.hidden ? show(true) : combo.later(); });
    input.addEventListener('blur', () => show(false));
    input.addEventListener('keydown', (e) => {
      if (e.key === 'Escape' && !pop.hidden) { e.preventDefault(); e.stopPropagation(); show(false); } else if (!pop.hidden) combo.key(e);
      else if (['ArrowDown', 'ArrowUp'].includes(e.key)) { e.preventDefault(); show(true); }
    });
  }

  // The palette: pages, an order by its number, a service.
  const palette = $('#palette');
  let search;
  function openPalette() {
    if (!palette || palette.open) return;
    if (!search) {
      const input = make('input', { className: 'input', type: 'text', autocomplete: 'off', spellcheck: false, placeholder: words.palette, 'aria-label': words.goTo });
      const address = () => `${palette.dataset.from}?${new URLSearchParams({ q: input.value.trim() })}`;
      search = { input, ...combobox(input, words.goTo, address, (el) => location.assign(el.dataset.href)) };
      input.setAttribute('aria-expanded', 'true');
      input.addEventListener('input', search.later);
      input.addEventListener('keydown', search.key);
      palette.append(input, search.box, search.note);
      palette.addEventListener('click', (e) => { if (e.target === palette) palette.close(); });
      palette.addEventListener('close', search.forget);
    }
    search.input.value = '';
    palette.showModal();
    search.draw();
  }
  document.addEventListener('keydown', (e) => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') { e.preventDefault(); openPalette(); }
  });

  // The API page. A key that is typed there is put into the examples; nothing stores it, and it is
  // sent to the panel's own API alone, when Send is pressed.
  const keyField = $('[data-api-key]');
  keyField?.addEventListener('input', () => $$('[data-key]').forEach((el) => { el.textContent = keyField.value.trim() || el.dataset.key; }));
  const tryout = $('[data-try]');
  if (tryout) {
    const part = (name) => $(`[data-try-${name}]`, tryout);
    const list = part('call');
    const call = () => list.selectedOptions[0].dataset;
    const show = () => {
      $$('[data-try-fields]', tryout).forEach((el) => { el.hidden = el.dataset.tryFields !== list.value; });
      part('ask').hidden = true;
    };
    const send = async () => {
      const { method, path, sends } = call();
      const fields = $$(`[data-try-fields="${list.value}"] [data-field]`, tryout).filter((el) => el.value.trim());
      const key = keyField.value.trim();
      let url = path;
      const init = { method, credentials: 'omit', cache: 'no-store', headers: {} };
      if (sends === 'form') init.body = new URLSearchParams([['key', key], ['action', list.value], ...fields.map((el) => [el.dataset.field, el.value.trim()])]);
      else {
        init.headers.Authorization = `Bearer ${key}`;
        const open = [];
        fields.forEach((el) => {
          const slot = `{${el.dataset.field}}`;
          if (url.includes(slot)) url = url.replace(slot, encodeURIComponent(el.value.trim())); else open.push(el);
        });
        if (sends === 'json') {
          init.headers['Content-Type'] = 'application/json';
          init.body = JSON.stringify(Object.fromEntries(open.map((el) => [el.dataset.field, 'number' in el.dataset && el.value.trim() !== '' && !Number.isNaN(Number(el.value)) ? Number(el.value) : el.value.trim()])));
        } else if (open.length) url += `?${new URLSearchParams(open.map((el) => [el.dataset.field, el.value.trim()]))}`;
      }
      part('ask').hidden = true;
      part('status').textContent = words.waiting;
      try {
        const began = performance.now();
        const answer = await fetch(url, init);
        const text = await answer.text();
        part('status').textContent = fill(words.status, { status: answer.status, ms: Math.round(performance.now() - began) });
        let shown = text;
        try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* shown as it came */ }
        part('answer').textContent = shown.length > 20000 ? `${shown.slice(0, 20000)}\n${fill(words.more, { count: number(shown.length - 20000) })}` : shown;
        part('answer').hidden = false;
      } catch {
        part('status').textContent = words.noAnswer;
        part('answer').hidden = true;
      }
    };
    list.addEventListener('change', show);
    part('send').addEventListener('click', () => {
      if (!keyField.value.trim()) { part('status').textContent = words.keyFirst; keyField.focus(); return; }
      const { asks } = call();
      if (!asks) { send(); return; }
      part('asks').textContent = asks;
      part('ask').hidden = false;
      part('yes').focus();
    });
    part('yes').addEventListener('click', () => { send(); part('send').focus(); });
    part('no').addEventListener('click', () => { part('ask').hidden = true; part('send').focus(); });
    show();
  }

  function enhance(from) {
    $$('select[data-picker]:not([hidden])', from).forEach(picker);
    $$('[data-offers]:not([role])', from).forEach(offers);
  }
  enhance(document);
  $('.chips [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  $('[data-focus]')?.focus();
  $('[data-go-on]')?.requestSubmit();
})();
