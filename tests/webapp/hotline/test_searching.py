"""Any word of the guide at the desk: as a form, while it is typed, and by meaning where no word fits."""


def test_a_word_is_found_as_a_form_and_while_it_is_typed(agent):
    page = agent.send("/hotline/search", query="护理补帖")
    assert 'data-id="disability-nursing-subsidy"' in page
    headers = {"Accept": "application/json", "X-CSRFToken": agent.token}
    said = agent.client.post(
        "/hotline/search/typing", json={"seq": 3, "query": "877"}, headers=headers
    ).get_json()
    assert said["seq"] == 3 and "877" in said["html"]
    assert agent.client.post("/hotline/search/typing", json=[], headers=headers).status_code == 422


def test_where_no_word_fits_the_meaning_is_looked_for(agent):
    page = agent.send("/hotline/search", query="老人瘫炕上没人伺候")
    assert "意思相近" in page
