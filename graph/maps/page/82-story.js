// Stories: steps with captions, each with its day and the claims it brings out.
function openStory(s, stop) {
  S.story = [s, stop]; S.selected = S.path = S.versus = null; pathForm = false;
  const step = D.stories[s].steps[stop];
  S.asOf = step.as_of ?? null;
  S.known = step.known_at ?? null;
  S.near = null;
  update();
  const nodes = [...litNodes];
  if (nodes.length) fit(nodes, true, 1.3);
  announce(`${say("step-of", { i: stop + 1, n: D.stories[s].steps.length })}: ${step.caption}`);
}
function storySets() {
  const [s, stop] = S.story, nodes = new Set(), edges = new Set();
  for (const id of D.stories[s].steps[stop].claims) {
    const e = edgeAt.get(id), n = nodeAt.get(id) ?? ruleOfEvent(id);
    if (e !== undefined) { edges.add(e); nodes.add(from[e]); if (to[e] >= 0) nodes.add(to[e]); }
    else if (n !== undefined) {
      nodes.add(n);
      if (nkind[n] === RULE) for (const other of incident[n]) if (edgeOn[other]) { edges.add(other); nodes.add(from[other]); nodes.add(to[other]); }
    }
  }
  return [nodes, edges];
}
/** An event's id starts with its restriction's. */
function ruleOfEvent(id) { const n = nodeAt.get(id.split(".")[0]); return n !== undefined && nkind[n] === RULE ? n : undefined; }
function showStory() {
  const [s, stop] = S.story, story = D.stories[s], step = story.steps[stop];
  heading(bdi(story.title), say("step-of", { i: stop + 1, n: story.steps.length }));
  const [, edges] = storySets();
  panelBody(el("p", { class: "caption" }, bdi(step.caption)),
    el("p", { class: "tools" },
      button(word("previous"), () => openStory(s, stop - 1), { disabled: stop === 0, id: "story-back" }),
      button(word("next"), () => openStory(s, stop + 1), { disabled: stop === story.steps.length - 1, class: "primary", id: "story-next" }),
      button(word("leave"), clearSelection, { class: "small" })),
    ...[...edges].map((e) => claimCard(e)));
}
