// The script of the report: search, filters, keys, languages, colours. It makes elements and sets their text; nothing of a
// page is ever read as markup.
'use strict';
(() => {
  const root = document.documentElement.dataset.root;
  const $ = (id) => document.getElementById(id);
  const make = (tag, text, name) => {
    const it = document.createElement(tag);
    if (text !== undefined) it.textContent = text;
    if (name) it.className = name;
    return it;
  };
  const stored = {
    get: (key) => { try { return localStorage.getItem('docwright.' + key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem('docwright.' + key, value); } catch { /* not kept */ } },
  };

  // Languages.
  let language = stored.get('language') || (navigator.language.startsWith('zh') ? 'zh' : 'en');
  const word = (key) => (window.docwrightWords[language] || {})[key] || key;
  const translate = () => {
    document.documentElement.lang = language;
    document.querySelectorAll('[data-t]').forEach((it) => { it.textContent = word(it.dataset.t); });
    document.querySelectorAll('[data-tl]').forEach((it) => it.setAttribute('aria-label', word(it.dataset.tl)));
    document.querySelectorAll('[data-tp]').forEach((it) => it.setAttribute('placeholder', word(it.dataset.tp)));
    $('language').textContent = language === 'en' ? '中文' : 'English';
  };
  $('language').addEventListener('click', () => {
    language = language === 'en' ? 'zh' : 'en';
    stored.set('language', language);
    translate();
  });

  // Colours.
  const theme = (name) => { document.documentElement.dataset.theme = name; };
  if (stored.get('theme')) theme(stored.get('theme'));
  $('theme').addEventListener('click', () => {
    const preset = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    const next = (document.documentElement.dataset.theme || preset) === 'dark' ? 'light' : 'dark';
    theme(next);
    stored.set('theme', next);
  });

  // Data is loaded when somebody asks for it.
  const loading = {};
  const load = (file, name) => loading[file] ||= new Promise((done) => {
    const script = make('script');
    script.src = root + file;
    script.addEventListener('load', () => done(window[name]));
    document.head.append(script);
  });

  // Search: every word has to be in a name; names that begin with the first come first.
  const find = $('find');
  const hits = $('hits');
  let chosen = -1;
  const matches = (names, words) => {
    let rank = 3;
    const all = words.every((it) => names.some((name) => name.includes(it)));
    if (!all) return 0;
    for (const name of names) rank = Math.min(rank, name === words[0] ? 0 : name.startsWith(words[0]) ? 1 : 2);
    return 4 - rank;
  };
  const results = (data, words) => {
    const found = [];
    const page = (call) => `e/${data.services[call[0]][1]}/${call[4]}.html`;
    data.services.forEach(([name, at]) => {
      const rank = matches([name.toLowerCase()], words);
      if (rank) found.push({ rank: rank + 1, text: name, more: word('service'), href: `s/${at}.html` });
    });
    data.calls.forEach((call) => {
      const [service, id, method, path, , titles] = call;
      const names = [id, path, data.services[service][0], ...titles].map((it) => it.toLowerCase());
      const rank = matches(names, words);
      const more = `${method} ${path} ${titles.join(' · ')}`;
      if (rank) found.push({ rank, text: id, more, href: page(call) });
    });
    data.fields.forEach(([name, count, calls]) => {
      const rank = matches([name.toLowerCase()], words);
      if (rank < 2) return;
      calls.slice(0, rank > 3 ? 20 : 2).forEach((at) => {
        const call = data.calls[at];
        found.push({ rank: rank - 1.5, text: name, more: `${word('fields')} · ${call[1]} (${count})`, href: page(call) + '#field=' + encodeURIComponent(name) });
      });
    });
    return found.sort((a, b) => b.rank - a.rank).slice(0, 40);
  };
  const close = () => { hits.hidden = true; find.setAttribute('aria-expanded', 'false'); find.removeAttribute('aria-activedescendant'); chosen = -1; };
  const choose = (at) => {
    const all = [...hits.querySelectorAll('[data-href]')];
    if (!all.length) return;
    chosen = (at + all.length) % all.length;
    all.forEach((it, number) => it.setAttribute('aria-selected', String(number === chosen)));
    all[chosen].scrollIntoView({ block: 'nearest' });
    find.setAttribute('aria-activedescendant', all[chosen].id);
  };
  const search = async () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return close();
    const data = await load('names.js', 'docwrightNames');
    if (words.join(' ') !== find.value.toLowerCase().split(/\s+/).filter(Boolean).join(' ')) return;
    hits.replaceChildren();
    results(data, words).forEach((hit, number) => {
      const it = make('li', hit.text + ' ');
      it.append(make('small', hit.more));
      it.id = 'hit' + number;
      it.dataset.href = root + hit.href;
      it.setAttribute('role', 'option');
      it.setAttribute('aria-selected', 'false');
      hits.append(it);
    });
    if (!hits.children.length) {
      const none = make('li', word('nothing'));
      none.setAttribute('role', 'option');
      none.setAttribute('aria-selected', 'false');
      hits.append(none);
    }
    hits.hidden = false;
    find.setAttribute('aria-expanded', 'true');
    choose(0);
  };
  const go = (href) => { close(); location.href = href; };
  find.addEventListener('focus', () => load('names.js', 'docwrightNames'));
  find.addEventListener('input', search);
  find.addEventListener('keydown', (event) => {
    const hit = hits.querySelectorAll('[data-href]')[chosen];
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Enter' && hit) go(hit.dataset.href);
    else return;
    event.preventDefault();
  });
  hits.addEventListener('mousedown', (event) => {
    const hit = event.target.closest('[data-href]');
    if (hit) go(hit.dataset.href);
  });
  // Whoever came back in the meantime is searching again.
  find.addEventListener('blur', () => setTimeout(() => { if (document.activeElement !== find) close(); }, 150));

  // Rows, votes and findings.
  const visible = (it) => it.offsetParent !== null;
  const rows = () => [...document.querySelectorAll('.x, .found li')].filter(visible);
  let row = null;
  const stand = (it) => {
    if (!it) return;
    if (row) row.classList.remove('on');
    row = it;
    row.classList.add('on');
    row.tabIndex = -1;
    // The address leads back to the row.
    if (row.id) history.replaceState(null, '', '#' + row.id);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  };
  const move = (step) => {
    const all = rows();
    const at = all.indexOf(row);
    stand(at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[Math.max(0, Math.min(all.length - 1, at + step))]);
  };
  const finding = (step) => {
    const all = [...document.querySelectorAll('.f[id]')].filter(visible);
    const at = all.findIndex((it) => '#' + it.id === location.hash);
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    if (next) location.hash = next.id;
  };
  // Votes open while the pointer rests on a row, and stay when they are opened by a click or a key.
  document.addEventListener('mouseover', (event) => {
    const over = event.target.closest?.('.x');
    document.querySelectorAll('.v[data-hover]').forEach((it) => {
      if (!over || !over.contains(it)) { it.open = false; delete it.dataset.hover; }
    });
    const votes = event.target.closest?.('.n') && over?.querySelector('.v');
    if (votes && !votes.open) { votes.open = true; votes.dataset.hover = ''; }
  });
  document.addEventListener('click', (event) => {
    const line = event.target.classList?.contains('l') && event.target;
    if (line && event.offsetX < 50) location.hash = line.id;
    const page = event.target.closest?.('[data-p]');
    if (page) location.href = root + 'p/' + page.dataset.p + '.html';
    const votes = event.target.closest?.('.v[data-hover] summary');
    if (votes) { delete votes.parentElement.dataset.hover; event.preventDefault(); }
  });

  // Keys.
  const keys = $('keys');
  $('help').addEventListener('click', () => keys.showModal());
  $('close').addEventListener('click', () => keys.close());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches?.('input:not([type=checkbox]), select, textarea');
    if (event.key === 'Escape') {
      close();
      if (keys.open) keys.close();
      document.querySelectorAll('.v[open]').forEach((it) => { it.open = false; });
      if (typing) event.target.blur();
      return;
    }
    if (typing || keys.open) return;
    const act = {
      '/': () => find.focus(),
      'j': () => move(1),
      'k': () => move(-1),
      'v': () => { const votes = row?.querySelector('.v'); if (votes) { votes.open = !votes.open; delete votes.dataset.hover; } },
      'n': () => finding(1),
      'p': () => finding(-1),
      '?': () => keys.showModal(),
    }[event.key];
    if (act) { act(); event.preventDefault(); }
    if (event.key === 'Enter' && event.target === row) row.querySelector('a')?.click();
  });

  // Filters of lists and of findings in their places.
  const filter = $('filter');
  filter?.addEventListener('input', () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    document.querySelectorAll('.list tbody tr').forEach((it) => {
      const text = it.textContent.toLowerCase();
      it.hidden = !words.every((part) => text.includes(part));
    });
  });
  const severities = $('severities');
  if (severities) {
    for (const name of ['error', 'warning', 'note']) {
      const all = [...document.querySelectorAll('.f.' + name)];
      if (!all.length) continue;
      const button = make('button', undefined, 'mk ' + name);
      const label = make('span', name);
      label.dataset.t = name;
      button.type = 'button';
      button.append(String(all.filter((it) => it.id).length) + ' ', label);
      button.setAttribute('aria-pressed', 'true');
      button.addEventListener('click', () => {
        const show = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(show));
        all.forEach((it) => it.classList.toggle('gone', !show));
      });
      severities.append(button, ' ');
    }
  }

  // The list of findings; its filters are in the address.
  const SHOWN = 100;
  const list = async () => {
    const data = await load('found.js', 'docwrightFound');
    const boxes = [...document.querySelectorAll('[name=severity]')];
    let limit = SHOWN;
    const read = () => {
      const asked = new URLSearchParams(location.hash.slice(1));
      $('code').value = asked.get('code') || '';
      $('words').value = asked.get('q') || '';
      $('fixable').checked = asked.has('fix');
      const only = (asked.get('severity') || '').split(',').filter(Boolean);
      boxes.forEach((it) => { it.checked = !only.length || only.includes(it.value); });
    };
    const write = () => {
      const asked = new URLSearchParams();
      if ($('code').value) asked.set('code', $('code').value);
      if (boxes.some((it) => !it.checked)) asked.set('severity', boxes.filter((it) => it.checked).map((it) => it.value).join(',') || 'none');
      if ($('words').value) asked.set('q', $('words').value);
      if ($('fixable').checked) asked.set('fix', '1');
      history.replaceState(null, '', '#' + asked);
    };
    const show = () => {
      const words = $('words').value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = new Set(boxes.filter((it) => it.checked).map((it) => it.value));
      const found = data.list.filter(([code, severity, file, , , message, fix]) =>
        (!$('code').value || data.codes[code][0] === $('code').value) && wanted.has(severity) && (fix || !$('fixable').checked)
        && words.every((it) => (message + ' ' + (file === null ? '' : data.files[file][0])).toLowerCase().includes(it)));
      $('shown').textContent = `${Math.min(limit, found.length)} ${word('of')} ${found.length}`;
      $('more').hidden = found.length <= limit;
      $('found').replaceChildren(...found.slice(0, limit).map(([code, severity, file, line, number, message]) => {
        const it = make('li');
        const link = make('a', message);
        link.href = file === null ? 'index.html' : `p/${data.files[file][1]}.html#f${number}`;
        it.append(make('span', data.codes[code][0], 'mk ' + severity), ' ', link);
        if (file !== null) it.append(make('small', `${data.files[file][0]}:${line}`));
        return it;
      }));
    };
    const change = () => { limit = SHOWN; write(); show(); };
    $('filters').addEventListener('input', change);
    $('more').addEventListener('click', () => { limit += 10 * SHOWN; show(); });
    addEventListener('hashchange', () => { read(); show(); });
    read();
    show();
  };
  if ($('filters')) list();

  // `#field=NAME` is the first field of that name.
  const field = () => {
    const name = location.hash.startsWith('#field=') && decodeURIComponent(location.hash.slice(7));
    const key = name && [...document.querySelectorAll('.k')].find((it) => it.textContent === name);
    if (key) stand(key.closest('.x'));
  };
  addEventListener('hashchange', field);
  translate();
  field();
})();
