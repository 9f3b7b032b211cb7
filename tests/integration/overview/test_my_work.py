"""My work, by real requests."""


from tests.html import html_problems
from tests.integration.overview.conftest import World


def page(world: World, user: object, path: str = "/") -> str:
    response = world.sign_in(user).get(path)
    assert response.status_code == 200
    text = response.content.decode()
    assert html_problems(text) == []
    return text


def test_it_opens(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    for user in (world.worker, world.manager, world.colleague, world.coordinator, world.stranger):
        page(world, user)
    page(world, world.worker, f"/children/{world.child.pk}/")
    for duty in world.duties().values():
        page(world, world.worker, f"/children/{world.child.pk}/duties/{duty.key}/")
